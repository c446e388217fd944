package dev.binnacle.web.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is not of bots.
 *
 * @param next where the list goes on, null at its end
 */
public record Listed<T>(List<T> rows, @Nullable String next) {
  public Listed {
    rows = List.copyOf(rows);
  }

  public <U> Listed<U> as(Function<? super T, ? extends U> make) {
    return new Listed<>(rows.stream().<U>map(make).toList(), next);
  }

  /** {@code {"alerts": […], "next": cursor or null}}, named after what it lists. */
  public static <T> Shape<Listed<T>> shape(String name, String list, Shape<T> row) {
    return Shape.<Listed<T>>object(name, "A page of " + list + ", the newest first")
        .list(list, row, Listed::rows)
        .textOrNull("next", Listed::next)
        .note("the cursor of the page after this one; null on the last")
        .shape();
  }
}
