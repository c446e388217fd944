package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import si.mazi.rescu.ParamsDigest;
import si.mazi.rescu.SynchronizedValueFactory;

/** Kraken's calls, as docs.kraken.com/api-reference describes them. Public, since the transport makes a proxy of it. */
@Path("0")
@Produces("application/json")
public interface KrakenCalls {
  @GET
  @Path("public/AssetPairs")
  JsonNode assetPairs() throws IOException;

  @GET
  @Path("public/Ticker")
  JsonNode ticker(@QueryParam("pair") String pair) throws IOException;

  @POST
  @Path("private/OpenOrders")
  JsonNode openOrders(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("cl_ord_id") @Nullable String clientId)
      throws IOException;

  @POST
  @Path("private/ClosedOrders")
  JsonNode closedOrders(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("cl_ord_id") @Nullable String clientId)
      throws IOException;

  @POST
  @Path("private/QueryOrders")
  JsonNode queryOrders(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("txid") String orders) throws IOException;

  @POST
  @Path("private/CancelOrder")
  JsonNode cancelOrder(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("txid") String order) throws IOException;

  @POST
  @Path("private/AddOrder")
  JsonNode addOrder(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("pair") String pair, @FormParam("type") String type,
      @FormParam("ordertype") String orderType, @FormParam("volume") String volume, @FormParam("price") @Nullable String price,
      @FormParam("leverage") @Nullable String leverage, @FormParam("reduce_only") @Nullable String reduceOnly,
      @FormParam("cl_ord_id") String clientId) throws IOException;

  @POST
  @Path("private/OpenPositions")
  JsonNode openPositions(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce) throws IOException;

  @POST
  @Path("private/Balance")
  JsonNode balance(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce) throws IOException;

  @POST
  @Path("private/TradeBalance")
  JsonNode tradeBalance(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("asset") String asset) throws IOException;

  @POST
  @Path("private/TradesHistory")
  JsonNode tradesHistory(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce, @FormParam("start") @Nullable String start) throws IOException;

  @POST
  @Path("private/GetApiKeyInfo")
  JsonNode apiKeyInfo(@HeaderParam("API-Key") String key, @HeaderParam("API-Sign") ParamsDigest sign,
      @FormParam("nonce") SynchronizedValueFactory<Long> nonce) throws IOException;
}
