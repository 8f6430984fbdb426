/** What the endpoints of the banks take in alike. */
import { z } from 'zod'

export const pageQuery = z.object({
	q: z.string().trim().max(200).default(''),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(200).default(50)
})

/** Of what was read before it was changed. */
export const version = z.int().min(0)

const name = z.string().trim().max(100)

export const names = {
	familyName: name.min(1),
	givenName: name.min(1),
	patronymic: name
}

export const workplace = {
	organisationId: z
		.string()
		.regex(/^[\w-]{1,64}$/)
		.nullable(),
	post: z.string().trim().max(300)
}
