import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { HttpError } from './failure.ts';

/**
 * Which hosts may be asked. Addresses come from whoever registers a family, and a server asks them from where it stands:
 * `public` keeps it from what only its own network reaches, `private` also allows loopback and private ranges, as on a
 * machine of one's own.
 */
export const addressPolicies = ['public', 'private'] as const;
export type AddressPolicy = (typeof addressPolicies)[number];

/** Ranges of `ipaddr.js` that lie inside somebody's own network. */
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);
/** Where clouds answer with credentials, outside of the link-local range. */
const metadataAddresses = new Set(['fd00:ec2::254', '100.100.100.200']);

/** Why an IP address may not be asked, or null. Link-local, metadata, multicast and reserved ones never may. */
export function refusalOf(address: string, policy: AddressPolicy): string | null {
  if (!ipaddr.isValid(address)) return 'is no IP address';
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return 'is the metadata service of a cloud';
  const range = parsed.range();
  if (range === 'unicast') return null;
  if (!privateRanges.has(range)) return `is in the range ${range}`;
  return policy === 'private' ? null : `is in the range ${range}, which this worker may not ask`;
}

/** Whether a URL's host is this machine by its name or address; no name is resolved. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/** Throws `AddressRefused` where a URL's host is written as an IP address that may not be asked. */
export function requireAllowedHost(url: URL, policy: AddressPolicy): void {
  const host = hostOf(url);
  const refusal = ipaddr.isValid(host) ? refusalOf(host, policy) : null;
  if (refusal !== null) throw new HttpError('AddressRefused', `The address ${host} ${refusal}.`);
}

/**
 * Resolves names to those of their addresses that may be asked, at the moment of connecting, so that a name which is
 * pointed elsewhere after it was checked gains nothing.
 */
export function guardedLookup(policy: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const allowed = found.filter(({ address }) => refusalOf(address, policy) === null);
      const [first] = found;
      if (first && allowed.length === 0) {
        const reason = `${hostname} is ${first.address}, which ${refusalOf(first.address, policy)}`;
        return callback(new HttpError('AddressRefused', `The host ${reason}.`), []);
      }
      if (options.all === true) callback(null, allowed);
      else callback(null, allowed[0]?.address ?? '', allowed[0]?.family ?? 4);
    });
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
