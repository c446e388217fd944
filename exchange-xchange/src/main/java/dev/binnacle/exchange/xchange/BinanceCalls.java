package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.DELETE;
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

/**
 * Binance's calls, as rest-api.md of binance-spot-api-docs and developers.binance.com/docs/wallet describe them. Public, since the
 * transport makes a proxy of it.
 */
@Path("")
@Produces("application/json")
public interface BinanceCalls {
  @GET
  @Path("api/v3/time")
  JsonNode time() throws IOException;

  @GET
  @Path("api/v3/exchangeInfo")
  JsonNode exchangeInfo(@QueryParam("symbol") String symbol) throws IOException;

  @GET
  @Path("api/v3/ticker/price")
  JsonNode price(@QueryParam("symbol") String symbol) throws IOException;

  @GET
  @Path("api/v3/openOrders")
  JsonNode openOrders(@QueryParam("recvWindow") long window, @QueryParam("timestamp") long timestamp,
      @HeaderParam("X-MBX-APIKEY") String key, @QueryParam("signature") ParamsDigest sign) throws IOException;

  @GET
  @Path("api/v3/order")
  JsonNode order(@QueryParam("symbol") String symbol, @QueryParam("orderId") @Nullable String order,
      @QueryParam("origClientOrderId") @Nullable String clientId, @QueryParam("recvWindow") long window,
      @QueryParam("timestamp") long timestamp, @HeaderParam("X-MBX-APIKEY") String key,
      @QueryParam("signature") ParamsDigest sign) throws IOException;

  @DELETE
  @Path("api/v3/order")
  JsonNode cancel(@QueryParam("symbol") String symbol, @QueryParam("orderId") String order, @QueryParam("recvWindow") long window,
      @QueryParam("timestamp") long timestamp, @HeaderParam("X-MBX-APIKEY") String key,
      @QueryParam("signature") ParamsDigest sign) throws IOException;

  @POST
  @Path("api/v3/order")
  JsonNode place(@FormParam("symbol") String symbol, @FormParam("side") String side, @FormParam("type") String type,
      @FormParam("timeInForce") @Nullable String timeInForce, @FormParam("quantity") String quantity,
      @FormParam("price") @Nullable String price, @FormParam("newClientOrderId") String clientId,
      @FormParam("newOrderRespType") String answer, @FormParam("recvWindow") long window, @FormParam("timestamp") long timestamp,
      @HeaderParam("X-MBX-APIKEY") String key, @QueryParam("signature") ParamsDigest sign) throws IOException;

  @GET
  @Path("api/v3/account")
  JsonNode account(@QueryParam("recvWindow") long window, @QueryParam("timestamp") long timestamp,
      @HeaderParam("X-MBX-APIKEY") String key, @QueryParam("signature") ParamsDigest sign) throws IOException;

  @GET
  @Path("api/v3/myTrades")
  JsonNode myTrades(@QueryParam("symbol") String symbol, @QueryParam("startTime") @Nullable Long start,
      @QueryParam("limit") int limit, @QueryParam("recvWindow") long window, @QueryParam("timestamp") long timestamp,
      @HeaderParam("X-MBX-APIKEY") String key, @QueryParam("signature") ParamsDigest sign) throws IOException;

  @GET
  @Path("sapi/v1/account/apiRestrictions")
  JsonNode apiRestrictions(@QueryParam("recvWindow") long window, @QueryParam("timestamp") long timestamp,
      @HeaderParam("X-MBX-APIKEY") String key, @QueryParam("signature") ParamsDigest sign) throws IOException;
}
