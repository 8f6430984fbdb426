/** /api: one file per resource; here what holds for all of them. */
import { Hono } from 'hono'
import { createAcceptance } from '../acceptance.ts'
import { addAccess } from '../access.ts'
import { addAccount } from '../account.ts'
import { refuse, type ApiEnv } from './answers.ts'
import { addAssessments } from '../assessments.ts'
import { addBank } from '../bank.ts'
import { addBankLeavings } from '../bank-leavings.ts'
import { addBoard } from '../board.ts'
import { addBoardEvents } from '../board-events.ts'
import { addDemo } from '../demo.ts'
import { addEditions } from '../editions.ts'
import { addExchange } from '../exchange.ts'
import { addForming } from '../forming.ts'
import { addHealth } from './health.ts'
import { addHeld } from '../held.ts'
import { addHistory } from '../history.ts'
import { addImports } from '../imports.ts'
import { addIncentives } from '../incentives.ts'
import { addInvitations } from '../invitations.ts'
import { addInvited } from '../invited.ts'
import { addLedger } from '../ledger.ts'
import { addLedgerEvents } from '../ledger-events.ts'
import { addLedgerListings } from '../ledger-listings.ts'
import { addMe } from '../me.ts'
import { addMunicipalities } from '../municipalities.ts'
import { addOffices } from '../offices.ts'
import { addOidc } from '../oidc.ts'
import { addOrganisations } from '../organisations.ts'
import { addPaperFacts } from '../paper-facts.ts'
import { addPaperTexts } from '../paper-texts.ts'
import type { Api, ApiParts } from './api-parts.ts'
import { addPeople } from '../people.ts'
import { addPreferences } from '../preferences.ts'
import { addPrograms } from '../programs.ts'
import { addRegion } from '../region.ts'
import { addRegulations } from '../regulations.ts'
import { addSignIn } from '../sign-in.ts'
import { addStaff } from '../staff.ts'

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
