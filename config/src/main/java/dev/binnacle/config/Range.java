package dev.binnacle.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which numbers are allowed; for a duration, which numbers of seconds. A bound that is not given does not bind. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Range {
  double above() default Double.NaN;

  double atLeast() default Double.NaN;

  double below() default Double.NaN;

  double atMost() default Double.NaN;
}
