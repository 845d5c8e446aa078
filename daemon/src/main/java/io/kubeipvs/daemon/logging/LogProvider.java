package io.kubeipvs.daemon.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;

/** slf4j-simple with loggers of ours. SLF4J finds it by the system property {@code slf4j.provider}. */
public final class LogProvider extends SimpleServiceProvider {
    private ILoggerFactory factory;

    /** For SLF4J. */
    public LogProvider() {}

    @Override
    public void initialize() {
        super.initialize();
        factory = new SimpleLoggerFactory() {
            @Override
            protected Logger createLogger(String name) {
                return new ProgramLogger(name);
            }
        };
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return factory;
    }
}
