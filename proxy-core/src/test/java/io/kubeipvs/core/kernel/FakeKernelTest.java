package io.kubeipvs.core.kernel;

/** The fake kernel keeps the contract that the real one is held to. */
class FakeKernelTest extends KernelContract {
    @Override
    public Kernel emptyKernel() {
        return new FakeKernel();
    }

    @Override
    protected Kernel kernelWithoutScheduler(String name) {
        FakeKernel kernel = new FakeKernel();
        kernel.removeScheduler(name);
        return kernel;
    }
}
