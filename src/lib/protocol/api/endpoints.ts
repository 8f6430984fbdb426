/**
 * The API as one table of types: each endpoint by its method and path, with what is sent and what a success answers. The
 * server's handler (`server/http/serve/endpoint.ts`) and the client (`call` in `src/lib/sync/api.ts`) are both checked against it.
 * `query` and `body` are absent where nothing is sent, `answer` where nothing is answered (204).
 * `answer: never`: no JSON, but an event stream, the bytes of a plan, or the way to a screen. The exchange of documents has a protocol of its own
 * (SPEC.md).
 */
import type { AccountEndpoints } from './account.ts'
import type { BankEndpoints } from './bank.ts'
import type { LedgerEndpoints } from './ledger.ts'
import type { PeopleEndpoints } from './people.ts'
import type { ProgramEndpoints } from './program.ts'
import type { RegionEndpoints } from './region.ts'
import type { RegulationEndpoints } from './regulations.ts'
import type { StaffEndpoints } from './staff.ts'

export interface Endpoints
	extends
		AccountEndpoints,
		BankEndpoints,
		LedgerEndpoints,
		PeopleEndpoints,
		ProgramEndpoints,
		RegionEndpoints,
		RegulationEndpoints,
		StaffEndpoints {}

/** «GET /api/people/:personId» */
export type Endpoint = keyof Endpoints

type Part<Of extends Endpoint, Name extends string, Otherwise> =
	Endpoints[Of] extends Record<Name, infer Value> ? Value : Otherwise

export type QueryOf<Of extends Endpoint> = Part<Of, 'query', undefined>
export type BodyOf<Of extends Endpoint> = Part<Of, 'body', undefined>
export type AnswerOf<Of extends Endpoint> = Part<Of, 'answer', null>

/** The parameters of the path: `{ personId: string }`. */
export type ParamsOf<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
	? Record<Name, string> & ParamsOf<`/${Rest}`>
	: Path extends `${string}/:${infer Name}`
		? Record<Name, string>
		: unknown

/** What a caller gives: the parameters of the path by their names, the query, and the body. */
export type InputOf<Of extends Endpoint> = ParamsOf<Of> &
	(QueryOf<Of> extends undefined ? unknown : { query: QueryOf<Of> }) &
	(BodyOf<Of> extends undefined ? unknown : { body: BodyOf<Of> })
