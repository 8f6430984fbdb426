/** Typed fetch over the endpoints of #protocol/papers-api.ts. */
import type { TemplateKind } from '#domain/papers/kinds.ts'
import type { NewOwnForms, NewRequisites, NewTemplate, PaperReading, PaperTexts } from '#protocol/api/regulations.ts'
import { get, put, queryString, remove } from './api.ts'

export const papersApi = {
	facts: (programId: string) => get<PaperReading>(`/api/programs/${encodeURIComponent(programId)}/paper-facts`),
	texts: () => get<PaperTexts>('/api/paper-texts'),
	saveRequisites: (body: NewRequisites) => put<PaperTexts>('/api/paper-texts/requisites', body),
	saveOwnForms: (body: NewOwnForms) => put<PaperTexts>('/api/paper-texts/own-forms', body),
	saveTemplate: (kind: TemplateKind, body: NewTemplate) => put<PaperTexts>(`/api/paper-texts/${kind}`, body),
	resetTemplate: (kind: TemplateKind, after: string) =>
		remove<unknown>(`/api/paper-texts/${kind}${queryString({ after })}`)
}
