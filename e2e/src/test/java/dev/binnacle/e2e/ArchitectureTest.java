package dev.binnacle.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms, and what the pure ones do without. */
@Tag("quick")
final class ArchitectureTest {
  private static final JavaClasses CLASSES = Rooms.classes();
  private static final String[] PURE = {inside("model"), inside("engine")};

  @Test
  void theScanSawEveryClassOfEveryRoom() {
    Map<String, Long> seen = CLASSES.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(ArchitectureTest::roomOf, Collectors.counting()));

    assertThat(Rooms.sourceFiles())
        .allSatisfy((room, files) -> assertThat(seen.getOrDefault(room, 0L)).isGreaterThanOrEqualTo(files));
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void everyRoomIsInTheTable() {
    assertThat(Rooms.ALLOWED.keySet()).containsAll(Rooms.sourceFiles().keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomUsesOnlyWhatTheTableAllows(String room) {
    Set<String> forbidden = new TreeSet<>(Rooms.ALLOWED.keySet());
    forbidden.remove(room);
    forbidden.removeAll(Rooms.ALLOWED.get(room));

    noClasses().that().resideInAPackage(inside(room))
        .should().dependOnClassesThat()
        .resideInAnyPackage(forbidden.stream().map(ArchitectureTest::inside).toArray(String[]::new))
        .allowEmptyShould(true) // a room may be empty still
        .check(CLASSES);
  }

  @Test
  void noTwoPackagesUseEachOther() {
    slices().matching(Rooms.ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void performanceIsArithmeticAndKnowsNothingOfOurs() {
    noClasses().that().resideInAPackage(Rooms.ROOT + ".engine.performance..")
        .should().dependOnClassesThat(
            resideInAPackage(Rooms.ROOT + "..")
                .and(DescribedPredicate.not(resideInAPackage(Rooms.ROOT + ".engine.performance.."))))
        .check(CLASSES);
  }

  @Test
  void fleetDoesNotKnowTheFrontDoor() {
    noClasses().that().resideInAPackage(Rooms.ROOT + ".engine.fleet..")
        .should().dependOnClassesThat().resideInAPackage(Rooms.ROOT + ".engine")
        .check(CLASSES);
  }

  @Test
  void pureRoomsReadNoClockAndDrawNoLots() {
    noClasses().that().resideInAnyPackage(PURE).should().accessTargetWhere(readsTheOutsideWorld()).check(CLASSES);
  }

  @Test
  void pureRoomsTouchNoFileSocketOrThread() {
    noClasses().that().resideInAnyPackage(PURE).should().dependOnClassesThat(isOfTheOutsideWorld()).check(CLASSES);
  }

  @Test
  void ingestKnowsNoHttp() {
    noClasses().that().resideInAPackage(inside("ingest"))
        .should().dependOnClassesThat().resideInAnyPackage("org.eclipse.jetty..", "java.net.http..", "com.sun.net.httpserver..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandAndTheDemonstrationPrint() {
    noClasses().that().resideOutsideOfPackages(inside("cli"), inside("demo"))
        .should().accessTargetWhere(prints())
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes().should(beInAPackageMarked()).check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes().should().haveNameNotMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)$").check(CLASSES);
  }

  static Stream<String> rooms() {
    return Rooms.ALLOWED.keySet().stream().sorted();
  }

  private static String inside(String room) {
    return Rooms.packageOf(room);
  }

  private static String roomOf(JavaClass type) {
    return Rooms.roomOf(type.getPackageName());
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheOutsideWorld() {
    Set<String> ambient = Set.of(
        "java.lang.System.currentTimeMillis", "java.lang.System.nanoTime", "java.lang.System.getenv",
        "java.lang.System.getProperty",
        "java.lang.Math.random", "java.util.UUID.randomUUID", "java.util.TimeZone.getDefault", "java.time.ZoneId.systemDefault",
        "java.util.Locale.getDefault", "java.util.Date.<init>");
    Set<String> random = Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");
    return describe("reads the clock, the environment or a source of chance", access -> {
      String owner = access.getTargetOwner().getName();
      String name = access.getName();
      boolean clock = owner.startsWith("java.time.")
          && (name.equals("now") || (owner.equals("java.time.Clock") && name.startsWith("system")));
      return clock || ambient.contains(owner + "." + name) || random.contains(owner);
    });
  }

  private static DescribedPredicate<JavaClass> isOfTheOutsideWorld() {
    Set<String> packages = Set.of(
        "java.io", "java.net", "java.net.http", "java.nio.file", "java.nio.file.attribute", "java.nio.channels", "java.sql",
        "java.util.concurrent", "java.util.concurrent.locks", "org.slf4j");
    Set<String> types = Set.of(
        "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime", "java.lang.Process", "java.lang.ProcessBuilder",
        "java.util.Timer", "java.util.Scanner");
    Set<String> harmless = Set.of("java.io.Serializable", "java.util.concurrent.TimeUnit");
    return describe("do I/O, log, or have threads",
        type -> (packages.contains(type.getPackageName()) && !harmless.contains(type.getName()))
            || types.contains(type.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> prints() {
    return describe("prints to the process's own output", access -> {
      String owner = access.getTargetOwner().getName();
      return (owner.equals("java.lang.System") && (access.getName().equals("out") || access.getName().equals("err")))
          || access.getTarget().getFullName().endsWith(".printStackTrace()");
    });
  }

  private static ArchCondition<JavaClass> beInAPackageMarked() {
    return new ArchCondition<>("be in a package that package-info.java marks with @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
      }
    };
  }
}
