package dev.binnacle.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** When a changed value may take effect; holds for all that lies within, unless that says otherwise. Without: {@link ApplyMode#HOT}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Applies {
  ApplyMode value();
}
