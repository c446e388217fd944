package dev.binnacle.notify.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Keys on the curve P-256, as browsers write them: points uncompressed, in 65 bytes, the number in 32, both in base64url. */
final class Curve {
  static final int POINT = 65;
  private static final int NUMBER = 32;
  private static final String NAME = "secp256r1";

  private Curve() {}

  static KeyPair fresh() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(NAME));
    return generator.generateKeyPair();
  }

  /**
   * @throws GeneralSecurityException if it is no point of the curve
   */
  static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
    if (point.length != POINT || point[0] != 4) {
      throw new GeneralSecurityException("a key must be an uncompressed point of " + POINT + " bytes, had " + point.length);
    }
    ECPoint at = new ECPoint(
        new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + NUMBER)),
        new BigInteger(1, Arrays.copyOfRange(point, 1 + NUMBER, POINT)));
    requireOnCurve(at);
    return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(at, parameters()));
  }

  static ECPrivateKey privateKey(byte[] number) throws GeneralSecurityException {
    return (ECPrivateKey) KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), parameters()));
  }

  static byte[] point(ECPublicKey key) {
    byte[] out = new byte[POINT];
    out[0] = 4;
    System.arraycopy(number(key.getW().getAffineX()), 0, out, 1, NUMBER);
    System.arraycopy(number(key.getW().getAffineY()), 0, out, 1 + NUMBER, NUMBER);
    return out;
  }

  static byte[] number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[NUMBER];
    int length = Math.min(NUMBER, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, NUMBER - length, length);
    return out;
  }

  static byte[] decode(String base64url) {
    return Base64.getUrlDecoder().decode(base64url.replaceAll("=+$", ""));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A point off the curve, sent by who means harm, would give away bits of the private key. */
  private static void requireOnCurve(ECPoint at) throws GeneralSecurityException {
    ECParameterSpec curve = parameters();
    BigInteger p = ((java.security.spec.ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = at.getAffineX();
    BigInteger right = x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(p);
    if (x.compareTo(p) >= 0 || at.getAffineY().compareTo(p) >= 0 || !at.getAffineY().pow(2).mod(p).equals(right)) {
      throw new GeneralSecurityException("a key must be a point of the curve P-256");
    }
  }

  private static ECParameterSpec parameters() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(NAME));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }
}
