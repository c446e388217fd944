package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.notify.Message.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the fields of a message and leaves out what is not there. */
final class FieldList {
  private final List<Field> fields = new ArrayList<>();

  FieldList bot(@Nullable BotId bot) {
    return bot == null ? this : text("bot", bot.value());
  }

  FieldList text(String key, @Nullable String value) {
    return value == null || value.isBlank() ? this : add(key, value, value);
  }

  FieldList price(String key, @Nullable BigDecimal price, Currency currency) {
    return price == null ? this : add(key, Wording.price(price, currency), price.toPlainString());
  }

  FieldList quantity(BigDecimal quantity) {
    return add("quantity", Wording.quantity(quantity), quantity.toPlainString());
  }

  FieldList money(String key, @Nullable Money money) {
    return money == null ? this : add(key, Wording.money(money), money.amount().toPlainString());
  }

  FieldList duration(@Nullable Duration duration) {
    return duration == null ? this : add("duration", Wording.duration(duration), String.valueOf(duration.toSeconds()));
  }

  FieldList add(String key, String text, String raw) {
    fields.add(new Field(key, Figures.label(key), text, raw));
    return this;
  }

  List<Field> list() {
    return List.copyOf(fields);
  }
}
