package io.kubeipvs.bench;

/**
 * The programs that we are measured against.
 *
 * @param remark what to think of our being so many times as fast; "" = nothing
 */
record Reference(Contender contender, String remark) {

    static Reference warm(String name, Contender.Work work, String remark) {
        return new Reference(Contender.warm(name, work), remark);
    }

    static Reference program(String name, Contender.Work work, String remark) {
        return new Reference(Contender.program(name, work), remark);
    }
}
