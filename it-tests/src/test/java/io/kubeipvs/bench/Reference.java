package io.kubeipvs.bench;

/**
 * What we are measured against.
 *
 * @param remark what to think of our being so many times as fast; "" = nothing
 */
record Reference(Contender contender, String remark) {

    Reference(String name, Contender.Work work, String remark) {
        this(new Contender(name, work), remark);
    }
}
