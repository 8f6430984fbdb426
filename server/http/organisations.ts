import { z } from 'zod'
import { organisationSchema } from '#domain/people/organisation.ts'
import { organisationKinds, organisationStatuses } from '#domain/regulation/choices.ts'
import {
	deleteOrganisation,
	hasNamesake,
	listOrganisations,
	readOrganisationRow,
	saveOrganisation
} from '../people/organisation-list.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { findBankScope, pageQuery, version } from './bank.ts'

const organisationsQuery = pageQuery.extend({
	kind: z.enum(organisationKinds).optional(),
	standing: z.enum(organisationStatuses).optional()
})

const saved = z.strictObject({
	version: version.nullable(),
	organisation: organisationSchema,
	isNamesake: z.boolean().optional()
})

export function addOrganisations(serve: Serve, options: ApiOptions): void {
	const { registry } = options

	serve('GET /api/organisations', { may: findBankScope, query: organisationsQuery }, ({ scope, query }) =>
		listOrganisations(scope, query)
	)

	serve('GET /api/organisations/:id', { may: findBankScope }, async ({ scope, params }) => {
		const found = await readOrganisationRow(scope, params.id)
		return found === null ? refuse('not_found') : found
	})

	/**
	 * 404: the municipality has no such organisation, though `version` is given. 409 with the field `name`: another organisation has
	 * this name.
	 */
	serve('PUT /api/organisations/:id', { may: findBankScope, body: saved }, async ({ scope, params: { id }, body }) => {
		const { organisation, version, isNamesake = false } = body
		if (organisation.id !== id) return refuse('invalid', 'organisation')
		const find = () => readOrganisationRow(scope, id)
		const before = version === null ? null : await find()
		if (version !== null && before === null) return refuse('not_found')
		const isRenamed = organisation.name !== before?.organisation.name
		if (isRenamed && !isNamesake && (await hasNamesake(scope, organisation))) return refuse('conflict', 'name')
		if ((await saveOrganisation(registry, scope.municipalityId, organisation, version)) === 'conflict') {
			return refuse('conflict')
		}
		const stored = await find()
		return stored === null ? refuse('not_found') : stored
	})

	/** 204. 409: people work there, or have or had a role or an office there, or are invited to one. */
	serve('DELETE /api/organisations/:id', { may: findBankScope }, async ({ scope, params }) => {
		switch (await deleteOrganisation(registry, scope.municipalityId, params.id)) {
			case 'deleted':
				options.cutLog()
				return null
			case 'conflict':
				return refuse('conflict')
			case 'not_found':
				return refuse('not_found')
		}
	})
}
