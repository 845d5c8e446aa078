package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.compact.CompactMap;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.Rejections;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the objects of one kind into the tracker. Elements that cannot be used are reported, and the rest of the object is
 * in force. An object that cannot be used at all is reported, and its last valid record
 * stays in force, through a relist too. For that, this class keeps the last valid record of every object by name. The
 * tracker has the same records, so the cost is one map entry for each object. For one thread.
 */
final class Intake<N, T> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSource.class);

    private final Kind<N, T> kind;
    private final Rejections rejections;
    private Map<N, T> good = new CompactMap<>();

    /** The objects that the last report of is no {@code clear}. */
    private Set<N> reported = new HashSet<>();

    Intake(Kind<N, T> kind, Rejections rejections) {
        this.kind = kind;
        this.rejections = rejections;
    }

    /** The object was added or changed. */
    void changed(ApiObject object) {
        N name = name(object);
        try {
            Refusals refused = new Refusals();
            Optional<T> record = read(object, refused);
            if (!isReported(name, record, refused)) {
                clear(name);
            }
            record.ifPresentOrElse(this::put, () -> remove(name));
        } catch (UnusableObjectException e) {
            reject(name, e.getMessage());
        }
    }

    /** The object was deleted, or no longer matches the selection. */
    void deleted(ApiObject object) {
        N name = name(object);
        clear(name);
        remove(name);
    }

    /** Begins to take in a full list; nothing is swept before {@link Listing#finish}. */
    Listing relist() {
        return new Listing();
    }

    /** An object that trips its reader must not keep the others out. */
    private Optional<T> read(ApiObject object, Refusals refused) throws UnusableObjectException {
        if (object.isTooDeep()) {
            throw new UnusableObjectException("nested too deeply to be read");
        }
        if (object.name().isEmpty()) {
            throw new UnusableObjectException("metadata.name", "''", "must be the object's name");
        }
        try {
            return kind.read(object.fields(), refused);
        } catch (RuntimeException e) {
            LOG.debug("object_unreadable kind={} object={}", kind.kind(), name(object), e);
            throw new UnusableObjectException(kind.kind(), name(object), "cannot be read: " + e);
        }
    }

    /** The object cannot be used as it is. */
    private void reject(N name, String problem) {
        reported.add(name);
        rejections.reject(kind.kind(), name.toString(), problem);
    }

    /** Reports what is refused of an object in force, if anything is. */
    private boolean isReported(N name, Optional<T> record, Refusals refused) {
        if (record.isEmpty() || refused.isEmpty()) {
            return false;
        }
        reported.add(name);
        rejections.refuse(kind.kind(), name.toString(), refused.problems());
        return true;
    }

    private void clear(N name) {
        if (reported.remove(name)) {
            rejections.clear(kind.kind(), name.toString());
        }
    }

    private void put(T record) {
        good.put(kind.nameOf(record), record);
        kind.put(record);
    }

    private void remove(N name) {
        good.remove(name);
        kind.remove(name);
    }

    private N name(ApiObject object) {
        return kind.name(object.namespace(), object.name());
    }

    /** A full list being taken in, page by page. An unfinished one leaves no trace but reports. */
    final class Listing {
        private final Map<N, T> listed = new CompactMap<>();
        private final Set<N> troubled = new HashSet<>();

        void add(ApiObject object) {
            N name = name(object);
            try {
                Refusals refused = new Refusals();
                Optional<T> record = read(object, refused);
                if (isReported(name, record, refused)) {
                    troubled.add(name);
                }
                record.ifPresent(one -> listed.put(kind.nameOf(one), one));
            } catch (UnusableObjectException e) {
                troubled.add(name);
                reject(name, e.getMessage());
                T before = good.get(name);
                if (before != null) {
                    listed.put(name, before);
                }
            }
        }

        /** Removes the records that were not listed. Returns how many records are in force now. */
        int finish() {
            reported.stream()
                    .filter(name -> !troubled.contains(name))
                    .forEach(name -> rejections.clear(kind.kind(), name.toString()));
            reported = troubled;
            good = listed;
            kind.relist(listed.values());
            return listed.size();
        }
    }
}
