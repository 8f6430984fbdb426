/** What the endpoints of the banks take in alike. */
import { z } from 'zod'
import { SEARCH_LETTERS, TITLE_LETTERS } from '#domain/text.ts'

export const pageQuery = z.object({
	q: z.string().trim().max(SEARCH_LETTERS).default(''),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(200).default(50)
})

/** Of what was read before it was changed. */
export const version = z.int().min(0)

export const workplace = {
	organisationId: z
		.string()
		.regex(/^[\w-]{1,64}$/)
		.nullable(),
	post: z.string().trim().max(TITLE_LETTERS)
}
