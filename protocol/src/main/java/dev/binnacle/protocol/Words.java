package dev.binnacle.protocol;

import dev.binnacle.model.Action;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Notice;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A choice on the wire: the constants of an enum in small letters, read in any case, and a few other spellings that bots use. */
final class Words<E extends Enum<E>> {
  /** The words by class and ordinal, made once: lowering a name each time would cost more than writing it. */
  private static final ClassValue<String[]> WRITTEN =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          Object[] constants = type.getEnumConstants();
          String[] words = new String[constants.length];
          for (int i = 0; i < words.length; i++) {
            words[i] = ((Enum<?>) constants[i]).name().toLowerCase(Locale.ROOT);
          }
          return words;
        }
      };

  static final Words<Side> SIDE = new Words<>(Side.class).alias("long", Side.BUY).alias("short", Side.SELL);
  static final Words<OrderKind> ORDER_KIND = new Words<>(OrderKind.class);
  static final Words<OrderStatus> ORDER_STATUS = new Words<>(OrderStatus.class).alias("canceled", OrderStatus.CANCELLED);
  static final Words<Severity> SEVERITY = new Words<>(Severity.class);
  static final Words<Health> HEALTH = new Words<>(Health.class);
  static final Words<RunState> RUN_STATE = new Words<>(RunState.class);
  static final Words<TradingMode> TRADING_MODE = new Words<>(TradingMode.class);
  static final Words<InstancePolicy> INSTANCE_POLICY = new Words<>(InstancePolicy.class);
  static final Words<ConfigOutcome> CONFIG_OUTCOME = new Words<>(ConfigOutcome.class);
  static final Words<ConfigSource> CONFIG_SOURCE = new Words<>(ConfigSource.class);
  static final Words<BotStatus> BOT_STATUS = new Words<>(BotStatus.class);
  static final Words<Level> LEVEL = new Words<>(Level.class);
  static final Words<AlertState> ALERT_STATE = new Words<>(AlertState.class);
  static final Words<Notice.Kind> NOTICE_KIND = new Words<>(Notice.Kind.class);
  static final Words<Silence.Term> SILENCE_TERM = new Words<>(Silence.Term.class);
  static final Words<Silence.Ending> SILENCE_ENDING = new Words<>(Silence.Ending.class);
  static final Words<Action.Kind> ACTION_KIND = new Words<>(Action.Kind.class);
  static final Words<Action.Stage> ACTION_STAGE = new Words<>(Action.Stage.class);
  static final Words<HaltMode> HALT_MODE = new Words<>(HaltMode.class);
  static final Words<HaltState> HALT_STATE = new Words<>(HaltState.class);
  static final Words<HaltOrigin> HALT_ORIGIN = new Words<>(HaltOrigin.class);
  static final Words<GuardLevel> GUARD_LEVEL = new Words<>(GuardLevel.class);
  static final Words<GuardWord.Stage> GUARD_STAGE = new Words<>(GuardWord.Stage.class);
  static final Words<HaltedOrder.Outcome> ORDER_OUTCOME = new Words<>(HaltedOrder.Outcome.class);
  static final Words<HaltedPosition.Outcome> POSITION_OUTCOME = new Words<>(HaltedPosition.Outcome.class);
  static final Words<BotHalt.Proof> PROOF = new Words<>(BotHalt.Proof.class);
  static final Words<Liquidation.Positions> POSITIONS = new Words<>(Liquidation.Positions.class);
  static final Words<TriggerKind> TRIGGER_KIND = new Words<>(TriggerKind.class);
  static final Words<Trigger.Stage> TRIGGER_STAGE = new Words<>(Trigger.Stage.class);

  private final Map<String, E> constants = new LinkedHashMap<>();
  private final Map<String, E> aliases = new HashMap<>();

  private Words(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      constants.put(of(constant), constant);
    }
  }

  private Words<E> alias(String word, E constant) {
    aliases.put(word, constant);
    return this;
  }

  @SuppressWarnings("EnumOrdinal") // an index into an array that is made from the same enum
  static String of(Enum<?> constant) {
    return WRITTEN.get(constant.getDeclaringClass())[constant.ordinal()];
  }

  @Nullable E parse(String word) {
    E constant = constants.get(word);
    if (constant == null) {
      String lower = word.toLowerCase(Locale.ROOT);
      constant = constants.get(lower);
      return constant == null ? aliases.get(lower) : constant;
    }
    return constant;
  }

  /** The words to choose from, as they are written. */
  List<String> all() {
    return List.copyOf(constants.keySet());
  }
}
