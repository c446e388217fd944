package dev.binnacle.model;

/** A currency or coin by its code, in capitals: {@code USD}, {@code USDT}, {@code BTC}. Not limited to ISO 4217. */
public record Currency(String code) {
  public static final Currency USD = new Currency("USD");

  public Currency {
    Check.name("currency", code, 12, c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'), "capital letters and digits");
  }

  @Override
  public String toString() {
    return code;
  }
}
