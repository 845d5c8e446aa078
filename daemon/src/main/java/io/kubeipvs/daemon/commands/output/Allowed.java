package io.kubeipvs.daemon.commands.output;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values that a flag may have. {@code UserMistake} checks them, and names them where another value is given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Allowed {
    /** The least number. */
    int from() default Integer.MIN_VALUE;

    /** The largest number. */
    int to() default Integer.MAX_VALUE;

    /** The words; none = a number. */
    String[] words() default {};
}
