/** /api: one file per resource; here what holds for all of them. */
import { Hono } from 'hono'
import type { Health } from '#protocol/api/program.ts'
import { addAccount } from '../account.ts'
import { addBank, addBankLeavings } from '../bank.ts'
import { addBoard, addIncentives, addRegion } from '../board.ts'
import { addBoardEvents, addLedgerEvents } from '../events.ts'
import { addExchange } from '../exchange.ts'
import { addAssessments, addForming, addPreferences } from '../forming.ts'
import { addHistory } from '../history.ts'
import { addImports } from '../imports.ts'
import { addInvitations } from '../invitations.ts'
import { addInvited, createAcceptance } from '../invited.ts'
import { addLedgerListings } from '../ledger-listings.ts'
import { addLedger } from '../ledger.ts'
import { addMunicipalities } from '../municipalities.ts'
import { addOffices } from '../offices.ts'
import { addOidc } from '../oidc.ts'
import { addOrganisations } from '../organisations.ts'
import { addPaperFacts, addPaperTexts } from '../papers.ts'
import { addAccess, addPeople } from '../people.ts'
import { addEditions, addMe, addPrograms } from '../programs.ts'
import { addRegulations } from '../regulations.ts'
import { addHeld } from '../review.ts'
import { addDemo, addSignIn } from '../sign-in.ts'
import { addStaff } from '../staff.ts'
import { type ApiEnv, refuse } from './answers.ts'
import type { Api, ApiParts } from './api-parts.ts'

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

function addHealth(api: Api, { version }: ApiParts): void {
	api.get('/health', (context) => context.json<Health>({ status: 'ok', version }))
}
