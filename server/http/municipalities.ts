/** The municipalities of an installation. Administrators open, rename and close them, and invite a head for each. */
import { z } from 'zod'
import { MUNICIPALITY_LETTERS } from '#domain/text.ts'
import { isTimeZone } from '#domain/calendar.ts'
import type { MunicipalityListing } from '#protocol/api/staff.ts'
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
import { requisitesSchema } from '../programs/paper-texts.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { giveWayIn, invitedName, toCreated } from './invitations.ts'
import { administrators } from './serve/guards.ts'

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
export function addMunicipalities(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, invitationCodes, isDemo, relay, now } = options

	serve('GET /api/municipalities', { may: administrators }, async () => {
		return {
			municipalities: await listMunicipalities(registry, await accounts.listAccounts(), now()),
			regulations: listShippedRegulations()
		}
	})

	serve(
		'POST /api/municipalities',
		{ may: administrators, body: newMunicipality, status: 201 },
		async ({ askerId, body }) => {
			const by = { personId: askerId, at: now() }
			const opened = await openMunicipality(registry, { ...body, isDemo }, by)
			if (opened === null) return refuse('conflict', 'name')
			return readListing(opened.id)
		}
	)

	serve(
		'PUT /api/municipalities/:municipalityId',
		{ may: administrators, body: renamed },
		async ({ params: { municipalityId }, body }) => {
			const { was, ...given } = body
			if ((await findMunicipality(registry, municipalityId)) === null) return refuse('not_found')
			switch (await renameMunicipality(registry, municipalityId, given, was)) {
				case 'saved':
					return readListing(municipalityId)
				case 'name-taken':
					return refuse('conflict', 'name')
				case 'conflict':
					return refuse('conflict')
			}
		}
	)

	serve(
		'POST /api/municipalities/:municipalityId/closing',
		{ may: administrators, body: z.strictObject({}) },
		async ({ askerId, params: { municipalityId } }) => {
			if ((await findMunicipality(registry, municipalityId)) === null) return refuse('not_found')
			const by = { name: await readName(registry, askerId), at: now() }
			if (!(await closeMunicipality(registry, municipalityId, by))) return refuse('conflict')
			for (const personId of await listPeopleIds(registry, municipalityId)) relay.readmit({ personId })
			return readListing(municipalityId)
		}
	)

	serve(
		'DELETE /api/municipalities/:municipalityId/closing',
		{ may: administrators },
		async ({ params: { municipalityId } }) => {
			if ((await findMunicipality(registry, municipalityId)) === null) return refuse('not_found')
			await reopenMunicipality(registry, municipalityId)
			return readListing(municipalityId)
		}
	)

	serve(
		'POST /api/municipalities/:municipalityId/heads',
		{ may: administrators, body: newHead, status: 201 },
		async ({ context, askerId, params: { municipalityId }, body }) => {
			const municipality = await findMunicipality(registry, municipalityId)
			if (municipality === null) return refuse('not_found')
			if (municipality.isClosed) return refuse('conflict')
			const inviting = { municipalityId, madeBy: askerId, now: now() }
			const made = await createInvitation(registry, invitationCodes, { ...body, role: 'head' }, inviting)
			return await toCreated(context, options, made)
		}
	)

	/** 404: the municipality has no such head. 409: it is closed, or the former invitation has just been accepted. */
	serve(
		'POST /api/municipalities/:municipalityId/heads/:personId',
		{ may: administrators, status: 201 },
		async ({ context, askerId, params: { municipalityId, personId } }) => {
			const head = await findHead(registry, municipalityId, personId)
			if (head === null) return refuse('not_found')
			if ((await findMunicipality(registry, municipalityId))?.isClosed) return refuse('conflict')
			const inviting = { municipalityId, madeBy: askerId, now: now() }
			const made = head.isKnown
				? await giveWayIn(options, head.person, inviting)
				: await renewInvitation(registry, invitationCodes, { ...head.person, role: 'head' }, inviting)
			if (made === null) return refuse('conflict')
			return await toCreated(context, options, made)
		}
	)

	async function readListing(id: string): Promise<MunicipalityListing> {
		const [listing] = await listMunicipalities(registry, await accounts.listAccounts(), now(), id)
		if (listing === undefined) throw new Error('A municipality without a listing')
		return listing
	}
}
