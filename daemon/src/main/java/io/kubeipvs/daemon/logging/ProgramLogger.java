package io.kubeipvs.daemon.logging;

import org.slf4j.simple.SimpleLogger;

/** A logger of slf4j-simple that also logs debug lines of the program itself while {@link Logging} is verbose. */
final class ProgramLogger extends SimpleLogger {
    private static final long serialVersionUID = 1;

    private final boolean ours;

    ProgramLogger(String name) {
        super(name);
        this.ours = name.startsWith(Logging.OURS);
    }

    @Override
    protected boolean isLevelEnabled(int level) {
        return super.isLevelEnabled(level) || ours && level >= LOG_LEVEL_DEBUG && Logging.isVerbose();
    }
}
