package dev.binnacle.notify.webpush;

import dev.binnacle.notify.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;

/**
 * Who sends (RFC 8292): a pair of keys, of which pages know the public one.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class VapidKeys {
  /** A token may hold for 24 h at most, by RFC 8292 section 2. */
  static final Duration VALID = Duration.ofHours(12);

  private final ECPrivateKey privateKey;
  private final String publicKey;

  private VapidKeys(ECPrivateKey privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A fresh pair in base64url, as the settings take it. */
  public record Text(String publicKey, Secret privateKey) {}

  /** Makes a pair. Pages that subscribed with another one must do so again. */
  public static Text generate() {
    try {
      KeyPair pair = Curve.fresh();
      return new Text(Curve.encode(Curve.point((ECPublicKey) pair.getPublic())),
          new Secret(Curve.encode(Curve.number(((ECPrivateKey) pair.getPrivate()).getS()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IllegalArgumentException if they are no pair; the message does not say them
   */
  static VapidKeys of(String publicKey, Secret privateKey) {
    try {
      VapidKeys keys = new VapidKeys(Curve.privateKey(Curve.decode(privateKey.reveal())), publicKey);
      byte[] proof = "proof".getBytes(StandardCharsets.US_ASCII);
      Signature check = signer();
      check.initVerify(Curve.publicKey(Curve.decode(publicKey)));
      check.update(proof);
      if (check.verify(keys.sign(proof))) {
        return keys;
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // told below, without the keys
    }
    throw new IllegalArgumentException("public-key and private-key of web push must be a pair of P-256 in base64url");
  }

  /**
   * The header {@code Authorization} for a push service.
   *
   * @param audience its origin
   * @param contact how it reaches who runs this
   */
  String authorization(String audience, String contact, Instant now) throws GeneralSecurityException {
    String head = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
    String claims = "{\"aud\":\"" + audience + "\",\"exp\":" + now.plus(VALID).getEpochSecond() + ",\"sub\":\""
        + contact.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    String signed =
        Curve.encode(head.getBytes(StandardCharsets.UTF_8)) + "." + Curve.encode(claims.getBytes(StandardCharsets.UTF_8));
    return "vapid t=" + signed + "." + Curve.encode(sign(signed.getBytes(StandardCharsets.US_ASCII))) + ", k=" + publicKey;
  }

  private byte[] sign(byte[] text) throws GeneralSecurityException {
    Signature signature = signer();
    signature.initSign(privateKey);
    signature.update(text);
    return signature.sign();
  }

  /** ES256 of RFC 7518 section 3.4: both numbers of the signature side by side. */
  private static Signature signer() throws GeneralSecurityException {
    return Signature.getInstance("SHA256withECDSAinP1363Format");
  }
}
