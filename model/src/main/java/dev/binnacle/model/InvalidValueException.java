package dev.binnacle.model;

/** A value that breaks a rule of the model. Carries the field and the rule, so that a decoder can point at the place. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String rule;

  /**
   * @param field the field in its wire name, such as {@code entry_price}; empty for the value as a whole
   * @param rule the rule that is broken, one or a few words joined by dashes, such as {@code positive}
   * @param message what was found, what is allowed and what to do
   */
  public InvalidValueException(String field, String rule, String message) {
    super(message);
    this.field = field;
    this.rule = rule;
  }

  public String field() {
    return field;
  }

  public String rule() {
    return rule;
  }
}
