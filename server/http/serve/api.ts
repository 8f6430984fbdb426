/** Builds /api. Each resource has its own file; here is what holds for all of them. */
import { Hono } from 'hono'
import { addAccount } from '../account.ts'
import { addCalendar } from '../calendar.ts'
import { addBank, addBankLeavings } from '../bank.ts'
import { addBoard, addIncentives, addMentorEvents, addRegion } from '../board.ts'
import { addCheck } from '../check.ts'
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
import { addReview } from '../review.ts'
import { addDemo, addSignIn } from '../sign-in.ts'
import { addStaff } from '../staff.ts'
import { type ApiOptions, type ApiEnv, type Api, refuse, forbid, answerRefusal } from './answers.ts'
import { serveOn } from './endpoint.ts'

export function createApi(options: ApiOptions): Api {
	const api: Api = new Hono<ApiEnv>().basePath('/api')
	api.use(async (context, next) => {
		const startedAt = performance.now()
		await next()
		context.header('cache-control', 'no-store')
		// The route's pattern, not the path: a path may contain an invitation's token.
		const { method, routePath: route } = context.req
		const { status } = context.res
		options.answered(method, route, status)
		options.log.debug({ method, route, status, ms: performance.now() - startedAt }, 'Answered')
	})
	api.use(async (context, next) => {
		const { method } = context.req
		const isAllowed =
			method === 'GET' ||
			method === 'HEAD' ||
			options.isAllowedOrigin(context.req.header('origin'), context.req.header('host'))
		if (!isAllowed) return answerRefusal(context, forbid())
		await next()
	})
	const serve = serveOn(api, options)
	serve('GET /api/health', { isPublic: true }, () => ({ status: 'ok' as const, version: options.version }))
	addDemo(serve, options)
	addSignIn(serve, options)
	addMe(serve, options)
	addBoard(serve, options)
	addBoardEvents(serve, options)
	addInvitations(serve, options)
	addImports(serve, options)
	const accept = createAcceptance(options)
	addInvited(serve, options, accept)
	addOidc(serve, options, accept)
	addAccount(serve, options)
	addCalendar(serve, options)
	addAccess(serve, options)
	addOrganisations(serve, options)
	addBank(serve, options)
	addBankLeavings(serve, options)
	addPeople(serve, options)
	addStaff(serve, options)
	addOffices(serve, options)
	addPrograms(serve, options)
	addAssessments(serve, options)
	addHistory(serve, options)
	addLedger(serve, options)
	addEditions(serve, options)
	addLedgerListings(serve, options)
	addLedgerEvents(serve, options)
	addForming(serve, options)
	addPreferences(serve, options)
	addRegulations(serve, options)
	addIncentives(serve, options)
	addMentorEvents(serve, options)
	addRegion(serve, options)
	addMunicipalities(serve, options)
	addPaperFacts(serve, options)
	addPaperTexts(serve, options)
	addCheck(serve, options)
	addExchange(api, serve, options)
	addReview(serve, options)
	api.notFound((context) => answerRefusal(context, refuse('not_found')))
	api.onError((error, context) => {
		options.log.error({ error, route: context.req.routePath }, 'An endpoint failed')
		return answerRefusal(context, refuse('internal'))
	})
	return api
}
