package dev.binnacle.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which way makes trading safer. A change that way need not wait for its {@link ApplyMode}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Tighter {
  Way value();

  enum Way {
    /** A smaller number is safer, such as of a limit. */
    LOWER,
    /** A greater number is safer, such as of a reserve; {@code true} counts as greater than {@code false}. */
    HIGHER
  }
}
