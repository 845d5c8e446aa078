package io.kubeipvs.core.kernel;

/** The fake kernel keeps the contract of readers that the real one is held to. */
class FakeKernelReaderTest extends KernelReaderContract {
    @Override
    protected World world() {
        FakeKernel kernel = new FakeKernel();
        return new World() {
            @Override
            public Kernel kernel() {
                return kernel;
            }

            @Override
            public KernelReader reader() {
                return kernel;
            }

            @Override
            public void flushTables() {
                kernel.flushTables();
            }
        };
    }
}
