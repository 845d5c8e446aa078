package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOption.Alias;
import io.kubeipvs.core.options.ServiceOption.Holder;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the options of an object from its annotations. Our annotation counts before another program's with the same meaning.
 * A text that is no value is refused, and so is an annotation of ours that does not exist; everything else is in force.
 */
final class OptionsReader {
    private static final Shared<ServiceOptions> SHARED = new Shared<>(1 << 8);

    private static final String STAYS = "; until then its last usable value is in force";

    /** With these, pods would answer clients directly. docs/adr/0033 states why they do not. */
    private static final Set<String> DIRECT = Set.of("kube-router.io/service.dsr", ServiceOption.PREFIX + "forwarding");

    private final FieldMap annotations;
    private final Holder holder;
    private final Refusals refused;

    private OptionsReader(FieldMap annotations, Holder holder, Refusals refused) {
        this.annotations = annotations;
        this.holder = holder;
        this.refused = refused;
    }

    /** The options of an object of this kind. */
    static ServiceOptions read(FieldMap object, Holder holder, Refusals refused) {
        FieldMap annotations = refused.or(FieldMap.EMPTY, object, Metadata::annotations);
        return annotations.isEmpty() ? ServiceOptions.NONE : new OptionsReader(annotations, holder, refused).read();
    }

    private ServiceOptions read() {
        ServiceOptions options = ServiceOptions.NONE;
        for (ServiceOption<?> option : Options.of(holder)) {
            options = with(options, option);
        }
        annotations.keys().forEach(this::refuseUnknown);
        return options == ServiceOptions.NONE ? options : SHARED.of(options);
    }

    /** A text of an option. */
    private record Given(String annotation, String text) {}

    private <T> ServiceOptions with(ServiceOptions options, ServiceOption<T> option) {
        Optional<Given> given = given(option);
        if (given.isEmpty()) {
            return options;
        }
        Optional<T> value = option.parse(given.get().text());
        if (value.isEmpty()) {
            refuse(given.get(), "must be " + option.allowed() + STAYS);
            return options.withUnusable(option);
        }
        return options.with(option, value.get());
    }

    private Optional<Given> given(ServiceOption<?> option) {
        if (annotations.has(option.annotation())) {
            return text(option.annotation()).map(text -> new Given(option.annotation(), text));
        }
        for (Alias alias : option.aliases()) {
            if (holder == Holder.SERVICE && annotations.has(alias.annotation())) {
                return text(alias.annotation())
                        .map(text -> new Given(
                                alias.annotation(), alias.translation().apply(text)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(String annotation) {
        return Optional.ofNullable(refused.or(null, annotations, from -> from.text(annotation)));
    }

    private void refuseUnknown(String annotation) {
        if (holder == Holder.SERVICE && DIRECT.contains(annotation)) {
            refuse(
                    new Given(annotation, text(annotation).orElse("")),
                    "is not supported; the Service is served by masquerading");
        } else if (annotation.startsWith(ServiceOption.PREFIX)
                && known().stream().noneMatch(annotation::equals)) {
            refuse(
                    new Given(annotation, text(annotation).orElse("")),
                    "is no annotation of a " + holder.kind() + "; known are " + String.join(", ", known()));
        }
    }

    private List<String> known() {
        return Options.of(holder).stream().map(ServiceOption::annotation).toList();
    }

    private void refuse(Given given, String allowed) {
        refused.or(null, given, one -> {
            throw new UnusableObjectException(annotations.at(one.annotation()), ValueText.of(one.text()), allowed);
        });
    }
}
