package dev.binnacle.demo;

/** The parameters of a strategy, as they are at a decision. */
interface Playbook<C> {
  /** For what begins now. */
  C now();

  /** For what is held: as it was begun, but for what may change meanwhile. */
  C held();

  static <C> Playbook<C> of(C settings) {
    return new Playbook<>() {
      @Override
      public C now() {
        return settings;
      }

      @Override
      public C held() {
        return settings;
      }
    };
  }
}
