package io.kubeipvs.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Shares the tests among several runs that start at the same time, for instance in two guests. A run takes a test class
 * when it gets to it, by creating a folder of that name; the other runs then skip the class. So no run is idle while
 * another one still has work, and every class runs once. A class with {@link Splittable} starts in every run and takes
 * its tests one by one.
 *
 * <p>System property {@code kubeipvs.claims} is the folder that all runs share. Without it a run takes every test.
 */
public final class WorkShare implements ExecutionCondition {
    private static final String FOLDER = System.getProperty("kubeipvs.claims", "");

    /** Whether this run begins at the end of a splittable class, so that two runs meet in the middle. */
    public static boolean isBackward() {
        return Boolean.getBoolean("kubeipvs.backward");
    }

    /** Takes a piece of work. False if another run has it. */
    public static boolean claim(String work) {
        if (FOLDER.isEmpty()) {
            return true;
        }
        try {
            Files.createDirectory(Path.of(FOLDER, work.replace('/', '+')));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean whole = context.getTestMethod().isEmpty()
                && context.getTestClass().filter(type -> isOneClass(type)).isPresent();
        if (!whole || claim(context.getRequiredTestClass().getName())) {
            return ConditionEvaluationResult.enabled("runs here");
        }
        return ConditionEvaluationResult.disabled("another run has it");
    }

    private static boolean isOneClass(Class<?> type) {
        return type.getEnclosingClass() == null && !type.isAnnotationPresent(Splittable.class);
    }
}
