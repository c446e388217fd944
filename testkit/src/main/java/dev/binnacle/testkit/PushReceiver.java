package dev.binnacle.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The browser's half of an encrypted push message, by RFC 8291 and RFC 8188, and the push service's check of who sends (RFC 8292).
 *
 * <p><b>Threads:</b> immutable.
 */
public final class PushReceiver {
  private final String endpoint;
  private final ECPrivateKey privateKey;
  private final byte[] publicKey;
  private final byte[] secret;

  private PushReceiver(String endpoint, ECPrivateKey privateKey, byte[] publicKey, byte[] secret) {
    this.endpoint = endpoint;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.secret = secret;
  }

  static PushReceiver create(String endpoint) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      return new PushReceiver(endpoint, (ECPrivateKey) pair.getPrivate(), point((ECPublicKey) pair.getPublic()), secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One whose keys are known, all in base64url; such as that of RFC 8291's example. */
  public static PushReceiver of(String endpoint, String privateKey, String publicKey, String secret)
      throws GeneralSecurityException {
    BigInteger scalar = new BigInteger(1, decode(privateKey));
    ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, curve()));
    return new PushReceiver(endpoint, key, decode(publicKey), decode(secret));
  }

  public String endpoint() {
    return endpoint;
  }

  /** {@code p256dh} of the subscription, in base64url. */
  public String publicKey() {
    return encode(publicKey);
  }

  /** {@code auth} of the subscription, in base64url. */
  public String secret() {
    return encode(secret);
  }

  /**
   * What the message says.
   *
   * @throws GeneralSecurityException if it was not encrypted for this browser
   */
  public String decrypt(byte[] message) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(message);
    byte[] salt = take(in, 16);
    in.getInt(); // the record size; a push message is one record
    byte[] sender = take(in, in.get());
    byte[] cipherText = take(in, in.remaining());

    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(privateKey);
    agreement.doPhase(key(sender), true);
    byte[] shared = hmac(hmac(secret, agreement.generateSecret()), ascii("WebPush: info\0"), publicKey, sender, new byte[] {1});
    byte[] random = hmac(salt, shared);
    byte[] contentKey = Arrays.copyOf(hmac(random, ascii("Content-Encoding: aes128gcm\0"), new byte[] {1}), 16);
    byte[] nonce = Arrays.copyOf(hmac(random, ascii("Content-Encoding: nonce\0"), new byte[] {1}), 12);

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(cipherText);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new GeneralSecurityException("the last record must end in 2, ended in " + padded[end]);
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * The claims of {@code vapid t=…, k=…}.
   *
   * @throws GeneralSecurityException if it was not signed with the key that it names
   */
  static String claims(String authorization) throws GeneralSecurityException {
    String[] halves = authorization.replaceFirst("^vapid t=", "").split(", k=");
    if (!authorization.startsWith("vapid t=") || halves.length != 2) {
      throw new GeneralSecurityException("Authorization must be vapid t=…, k=…, was " + authorization);
    }
    int dot = halves[0].lastIndexOf('.');
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(key(decode(halves[1])));
    signature.update(ascii(halves[0].substring(0, dot)));
    if (!signature.verify(decode(halves[0].substring(dot + 1)))) {
      throw new GeneralSecurityException("the signature does not match the key");
    }
    String claims = halves[0].substring(halves[0].indexOf('.') + 1, dot);
    return new String(decode(claims), StandardCharsets.UTF_8);
  }

  private static PublicKey key(byte[] point) throws GeneralSecurityException {
    ECPoint at =
        new ECPoint(new BigInteger(1, Arrays.copyOfRange(point, 1, 33)), new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(at, curve()));
  }

  private static ECParameterSpec curve() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static byte[] point(ECPublicKey key) {
    byte[] out = new byte[65];
    out[0] = 4;
    right(key.getW().getAffineX(), out, 33);
    right(key.getW().getAffineY(), out, 65);
    return out;
  }

  private static void right(BigInteger number, byte[] out, int end) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, end - length, length);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] out = new byte[length];
    in.get(out);
    return out;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
