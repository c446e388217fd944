package dev.binnacle.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides to which addresses a webhook may connect, so that whoever can set an address, or the name server that answers for it, cannot make
 * this machine speak to what only it can reach. A public address always; a loopback or private one only if the settings name that very
 * address (or {@code localhost}); a link-local, metadata, multicast or unspecified one never.
 */
final class AddressGuard {
  private static final Set<String> METADATA =
      Set.of("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254");

  private final Resolver resolver;

  /** Finds a name's addresses. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Where to connect to, in order of preference; or why nowhere. */
  record Verdict(List<InetAddress> addresses, String refusal) {}

  AddressGuard(Resolver resolver) {
    this.resolver = resolver;
  }

  Verdict check(String host) throws UnknownHostException {
    String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    boolean local = bare.equalsIgnoreCase("localhost");
    Optional<InetAddress> literal = literal(bare);
    InetAddress[] found = literal.isPresent() ? new InetAddress[] {literal.get()} : resolver.resolve(bare);
    List<InetAddress> allowed = Arrays.stream(found)
        .filter(address -> !isNever(address))
        .filter(address -> literal.isPresent() || isPublic(address) || (local && address.isLoopbackAddress()))
        .toList();
    return allowed.isEmpty() ? new Verdict(List.of(), refusal(literal.isPresent())) : new Verdict(allowed, "");
  }

  private static String refusal(boolean literal) {
    return literal
        ? "webhooks never go to link-local, metadata, multicast or unspecified addresses"
        : "its name leads to a loopback or private address: write the address itself into the settings if that is meant";
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isNever(InetAddress address) {
    InetAddress inner = embedded(address);
    return inner.isAnyLocalAddress()
        || inner.isLinkLocalAddress()
        || inner.isMulticastAddress()
        || (inner instanceof Inet4Address && (inner.getAddress()[0] & 0xf0) == 0xf0) // reserved, broadcast
        || (inner instanceof Inet4Address && inner.getAddress()[0] == 0) // "this network"
        || METADATA.contains(inner.getHostAddress());
  }

  private static boolean isPublic(InetAddress address) {
    InetAddress inner = embedded(address);
    byte[] bytes = inner.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // carrier-grade NAT
    boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc; // unique local
    return !inner.isLoopbackAddress() && !inner.isSiteLocalAddress() && !shared && !unique;
  }

  /** The IPv4 address inside one of IPv6, where translators (64:ff9b::/96), tunnels (2002::/16) and old notations (::a.b.c.d) hide one. */
  private static InetAddress embedded(InetAddress address) {
    byte[] b = address.getAddress();
    if (b.length != 16) {
      return address;
    }
    if (b[0] == 0x20 && b[1] == 0x02) {
      return v4(b, 2);
    }
    boolean translated = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b && zero(b, 4, 12);
    boolean compatible = zero(b, 0, 12) && !(b[12] == 0 && b[13] == 0);
    return translated || compatible ? v4(b, 12) : address;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress v4(byte[] bytes, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
