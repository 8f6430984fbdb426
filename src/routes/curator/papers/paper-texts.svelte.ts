import type { IsoDate } from '#domain/calendar.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import type { TemplateKind } from '#domain/papers/kinds.ts'
import { shippedTemplates } from '#domain/papers/shipped-templates.ts'
import { formatMoment } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { Asked } from '#lib/state/asked.svelte.ts'
import { call, type ApiResult } from '#lib/sync/api.ts'
import type { PaperTexts, SavedTemplate, Saving } from '#protocol/api/regulations.ts'
import { shortName } from '../../names.ts'

/** `conflict`: somebody else has saved meanwhile; the state now holds their text. */
export type SaveOutcome = 'saved' | 'conflict' | 'offline' | 'failed'

/** The municipality's texts for its papers. */
export class PaperTextsState extends Asked<PaperTexts> {
	constructor() {
		super(() => call('GET /api/paper-texts'))
	}

	/** Null: the shipped text is used. */
	savedOf(kind: TemplateKind): SavedTemplate | null {
		return this.answer?.templates.find((template) => template.kind === kind) ?? null
	}

	textOf(kind: TemplateKind): string {
		return this.savedOf(kind)?.text ?? shippedTemplates[kind]
	}

	/** `after`: when the text that the person began with was saved; null: it was the shipped text. */
	async saveTemplate(kind: TemplateKind, text: string, after: string | null): Promise<SaveOutcome> {
		return this.#take(await call('PUT /api/paper-texts/:kind', { kind, body: { text, after } }))
	}

	async resetTemplate(kind: TemplateKind): Promise<SaveOutcome> {
		const saved = this.savedOf(kind)
		const result =
			saved === null ? null : await call('DELETE /api/paper-texts/:kind', { kind, query: { after: saved.saved.at } })
		if (result !== null && !result.ok && result.code !== 'conflict') {
			return result.code === 'offline' ? 'offline' : 'failed'
		}
		await this.again()
		return result?.ok === false ? 'conflict' : 'saved'
	}

	async saveRequisites(value: Requisites, after: string | null): Promise<SaveOutcome> {
		return this.#take(await call('PUT /api/paper-texts/requisites', { body: { value, after } }))
	}

	async #take(result: ApiResult<PaperTexts>): Promise<SaveOutcome> {
		if (result.ok) {
			this.answer = result.value
			return 'saved'
		}
		if (result.code !== 'conflict') return result.code === 'offline' ? 'offline' : 'failed'
		await this.again()
		return 'conflict'
	}
}

/** «Изменено: Воронцова Е. М., сегодня, 09:40» */
export function savingWords({ at, by }: Saving, today: IsoDate): string {
	return m.papers_saved_by({ name: shortName(by.name), moment: formatMoment(at, today) })
}
