/** /api: one file per resource; here what holds for all of them. */
import { Hono } from 'hono'
import type { Accounts } from '../accounts/accounts.ts'
import type { History } from '../history/history.ts'
import type { Holding } from '../holding.ts'
import type { BoardReader } from '../registry/board.ts'
import type { Registry } from '../registry/database.ts'
import type { InvitationCodes } from '../registry/invitation-code.ts'
import type { StartedLedgers } from '../ledger/start-ledgers.ts'
import type { Relay } from '../relay/relay.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { createAcceptance } from './acceptance.ts'
import { addAccess } from './access.ts'
import { addAccount } from './account.ts'
import { refuse, type ApiEnv } from './answers.ts'
import { addAssessments } from './assessments.ts'
import { addBank } from './bank.ts'
import { addBankLeavings } from './bank-leavings.ts'
import { addBoard } from './board.ts'
import { addBoardEvents } from './board-events.ts'
import { addDemo } from './demo.ts'
import { addEditions } from './editions.ts'
import { addExchange } from './exchange.ts'
import { addForming } from './forming.ts'
import { addHealth } from './health.ts'
import { addHeld } from './held.ts'
import { addHistory } from './history.ts'
import { addImports } from './imports.ts'
import { addIncentives } from './incentives.ts'
import { addInvitations } from './invitations.ts'
import { addInvited } from './invited.ts'
import { addLedger } from './ledger.ts'
import { addLedgerEvents } from './ledger-events.ts'
import { addLedgerListings } from './ledger-listings.ts'
import { addMe } from './me.ts'
import { addMunicipalities } from './municipalities.ts'
import { addOffices } from './offices.ts'
import { addOidc } from './oidc.ts'
import { addOrganisations } from './organisations.ts'
import { addPaperFacts } from './paper-facts.ts'
import { addPaperTexts } from './paper-texts.ts'
import { addPeople } from './people.ts'
import { addPreferences } from './preferences.ts'
import { addPrograms } from './programs.ts'
import { addRegion } from './region.ts'
import { addRegulations } from './regulations.ts'
import { addSignIn } from './sign-in.ts'
import { addStaff } from './staff.ts'

export interface ApiParts {
	version: string
	isDemo: boolean
	accounts: Accounts
	registry: Registry
	invitationCodes: InvitationCodes
	storage: DocumentStorage
	devices: DeviceStates
	holding: Holding
	board: BoardReader
	history: History
	ledgers: Pick<StartedLedgers, 'hear' | 'watch' | 'announce'>
	relay: Pick<Relay, 'readmit' | 'store' | 'read' | 'report' | 'deleteDocument' | 'isTooOld'>
	/** Where people find us, for links; null: where the request came to. */
	origin: string | null
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	/** For the metrics. */
	answered(method: string, route: string, status: number): void
	/** Aborted when the server stops: answers that never end must end then. */
	stopping: AbortSignal
	now(): Date
	log: { debug(details: object, message: string): void; error(details: object, message: string): void }
}

export type Api = Hono<ApiEnv>

export function createApi(parts: ApiParts): Api {
	const api: Api = new Hono<ApiEnv>().basePath('/api')
	api.use(async (context, next) => {
		const startedAt = performance.now()
		await next()
		context.header('cache-control', 'no-store')
		// The route's pattern, not the path: a path may hold an invitation's token.
		const { method, routePath: route } = context.req
		const { status } = context.res
		parts.answered(method, route, status)
		parts.log.debug({ method, route, status, ms: performance.now() - startedAt }, 'Answered')
	})
	api.use(async (context, next) => {
		const { method } = context.req
		const isAllowed =
			method === 'GET' ||
			method === 'HEAD' ||
			parts.isAllowedOrigin(context.req.header('origin'), context.req.header('host'))
		if (!isAllowed) return refuse(context, 'unauthorized', { status: 403 })
		await next()
	})
	addHealth(api, parts)
	addDemo(api, parts)
	addSignIn(api, parts)
	addMe(api, parts)
	addBoard(api, parts)
	addBoardEvents(api, parts)
	addInvitations(api, parts)
	addImports(api, parts)
	const accept = createAcceptance(parts)
	addInvited(api, parts, accept)
	addOidc(api, parts, accept)
	addAccount(api, parts)
	addAccess(api, parts)
	addOrganisations(api, parts)
	addBank(api, parts)
	addBankLeavings(api, parts)
	addPeople(api, parts)
	addStaff(api, parts)
	addOffices(api, parts)
	addPrograms(api, parts)
	addAssessments(api, parts)
	addHistory(api, parts)
	addLedger(api, parts)
	addEditions(api, parts)
	addLedgerListings(api, parts)
	addLedgerEvents(api, parts)
	addForming(api, parts)
	addPreferences(api, parts)
	addRegulations(api, parts)
	addIncentives(api, parts)
	addRegion(api, parts)
	addMunicipalities(api, parts)
	addPaperFacts(api, parts)
	addPaperTexts(api, parts)
	addExchange(api, parts)
	addHeld(api, parts)
	api.notFound((context) => refuse(context, 'not_found'))
	api.onError((error, context) => {
		parts.log.error({ error, route: context.req.routePath }, 'An endpoint failed')
		return refuse(context, 'internal')
	})
	return api
}
