/** What is needed to speak to an endpoint, of a row joined with it: as `providers/endpoint.ts` takes it. */
export const endpointColumns = [
  'endpoints.id as endpointId',
  'endpoints.provider as provider',
  'endpoints.base_url as baseUrl',
  'endpoints.origin as origin',
  'endpoints.api_key_variable as apiKeyVariable',
  'endpoints.connections_max as connectionsMax',
  'endpoints.not_before as notBefore',
] as const;
