/** The municipalities of an installation. Administrators open, rename and close them, and invite a head for each. */
import { z } from 'zod'
import { canAdminister } from '#domain/access.ts'
import { MUNICIPALITY_LETTERS } from '#domain/text.ts'
import { isTimeZone } from '#domain/calendar.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import type { Municipalities, MunicipalityListing } from '#protocol/api/staff.ts'
import {
	closeMunicipality,
	findHead,
	findMunicipality,
	listMunicipalities,
	openMunicipality,
	renameMunicipality,
	reopenMunicipality
} from '../people/municipalities.ts'
import { createInvitation, renewInvitation } from '../people/invitations.ts'
import { listPeopleIds, readName } from '../people/people.ts'
import { listShippedRegulations, shippedRegulationId } from '../people/regulations.ts'
import { readGrants } from '../people/grants.ts'
import { requisitesSchema } from '../programs/paper-texts.ts'
import { readBody, refuse, type ApiContext } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { giveWayIn, invitedName, toCreated } from './invitations.ts'
import { requireSession } from './serve/guards.ts'

const naming = {
	name: z.string().trim().min(1).max(MUNICIPALITY_LETTERS),
	timeZone: z.string().max(64).refine(isTimeZone)
}
const newMunicipality = z.object({
	...naming,
	regulationId: shippedRegulationId,
	requisites: requisitesSchema.nullable().default(null)
})
const renamed = z.strictObject({ ...naming, was: z.strictObject({ name: z.string(), timeZone: z.string() }) })
const newHead = z.object(invitedName)

/** 403 for everybody but administrators. */
export function addMunicipalities(api: Api, options: ApiOptions): void {
	const { registry, accounts, invitationCodes, isDemo, relay, now } = options

	api.get('/municipalities', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<Municipalities>({
			municipalities: await listMunicipalities(registry, await accounts.listAccounts(), now()),
			regulations: listShippedRegulations()
		})
	})

	api.post('/municipalities', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newMunicipality)
		if (!input.isValid) return input.refusal
		const by = { personId: context.get('personId'), at: now() }
		const opened = await openMunicipality(registry, { ...input.value, isDemo }, by)
		if (opened === null) return refuse(context, 'conflict', { field: 'name' })
		return answerListing(context, opened.id, 201)
	})

	api.put('/municipalities/:municipalityId', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, renamed)
		if (!input.isValid) return input.refusal
		const { was, ...given } = input.value
		const municipalityId = context.req.param('municipalityId')
		if ((await findMunicipality(registry, municipalityId)) === null) return refuse(context, 'not_found')
		switch (await renameMunicipality(registry, municipalityId, given, was)) {
			case 'saved':
				return answerListing(context, municipalityId)
			case 'name-taken':
				return refuse(context, 'conflict', { field: 'name' })
			case 'conflict':
				return refuse(context, 'conflict')
		}
	})

	api.post('/municipalities/:municipalityId/closing', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, z.strictObject({}))
		if (!input.isValid) return input.refusal
		const municipalityId = context.req.param('municipalityId')
		if ((await findMunicipality(registry, municipalityId)) === null) return refuse(context, 'not_found')
		const by = { name: await readName(registry, context.get('personId')), at: now() }
		if (!(await closeMunicipality(registry, municipalityId, by))) return refuse(context, 'conflict')
		for (const personId of await listPeopleIds(registry, municipalityId)) relay.readmit({ personId })
		return answerListing(context, municipalityId)
	})

	api.delete('/municipalities/:municipalityId/closing', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const municipalityId = context.req.param('municipalityId')
		if ((await findMunicipality(registry, municipalityId)) === null) return refuse(context, 'not_found')
		await reopenMunicipality(registry, municipalityId)
		return answerListing(context, municipalityId)
	})

	api.post('/municipalities/:municipalityId/heads', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newHead)
		if (!input.isValid) return input.refusal
		const municipalityId = context.req.param('municipalityId')
		const municipality = await findMunicipality(registry, municipalityId)
		if (municipality === null) return refuse(context, 'not_found')
		if (municipality.isClosed) return refuse(context, 'conflict')
		const inviting = { municipalityId, madeBy: context.get('personId'), now: now() }
		const made = await createInvitation(registry, invitationCodes, { ...input.value, role: 'head' }, inviting)
		return context.json<CreatedInvitation>(await toCreated(context, options, made), 201)
	})

	/** 404: the municipality has no such head. 409: it is closed, or the former invitation has just been accepted. */
	api.post('/municipalities/:municipalityId/heads/:personId', requireSession(options), async (context) => {
		if (!(await isAdministrator(context))) return refuse(context, 'unauthorized', { status: 403 })
		const { municipalityId, personId } = context.req.param()
		const head = await findHead(registry, municipalityId, personId)
		if (head === null) return refuse(context, 'not_found')
		if ((await findMunicipality(registry, municipalityId))?.isClosed) return refuse(context, 'conflict')
		const inviting = { municipalityId, madeBy: context.get('personId'), now: now() }
		const made = head.isKnown
			? await giveWayIn(options, head.person, inviting)
			: await renewInvitation(registry, invitationCodes, { ...head.person, role: 'head' }, inviting)
		if (made === null) return refuse(context, 'conflict')
		return context.json<CreatedInvitation>(await toCreated(context, options, made), 201)
	})

	async function answerListing(context: ApiContext, id: string, status: 200 | 201 = 200): Promise<Response> {
		const [listing] = await listMunicipalities(registry, await accounts.listAccounts(), now(), id)
		if (listing === undefined) throw new Error('A municipality without a listing')
		return context.json<MunicipalityListing>(listing, status)
	}

	async function isAdministrator(context: ApiContext): Promise<boolean> {
		return canAdminister(await readGrants(registry, context.get('personId')))
	}
}
