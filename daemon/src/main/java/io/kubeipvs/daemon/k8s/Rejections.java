package io.kubeipvs.daemon.k8s;

import java.util.List;

/**
 * Where sources report what they cannot use of the objects, so that the user learns of it. A report counts until the
 * next one of the same object. Safe for use by many threads.
 */
public interface Rejections {
    /**
     * This object cannot be used as it is. Its last valid record stays in force.
     *
     * @param where the object, or a file for something that is not even an object
     * @param problem one line: the key, the value and what is allowed
     */
    void reject(String kind, String where, String problem);

    /**
     * This object is in force without some of its elements.
     *
     * @param where the object
     * @param problems at least one; one line for each element: the key, the value and what is allowed
     */
    void refuse(String kind, String where, List<String> problems);

    /** This object is fine, or gone: any earlier report of it is over. */
    void clear(String kind, String where);
}
