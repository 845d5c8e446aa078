package io.kubeipvs.daemon.k8s;

/**
 * Where sources report objects that they cannot use, so that the user learns of it. An object stays rejected until it
 * is accepted or forgotten. Safe for use by many threads.
 */
public interface Rejections {
    /**
     * This object cannot be used as it is. Its last valid record stays in force.
     *
     * @param where the object, or a file for something that is not even an object
     * @param problem one line: the key, the value and what is allowed
     */
    void reject(String kind, String where, String problem);

    /** This object is fine, or gone: any earlier rejection of it is over. */
    void clear(String kind, String where);
}
