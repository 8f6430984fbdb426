import type * as Y from 'yjs'
import { readOptionalText, readText, setFields, stagesMap, type IsoDate } from './layout.ts'
import { compareOrder } from './order.ts'

export interface Stage {
	id: string
	order: string
	title: string
	/** First and last day, both inclusive; null where the pair has not set them. */
	startsOn: IsoDate | null
	endsOn: IsoDate | null
}

/** In their order on the road. */
export function readStages(doc: Y.Doc): Stage[] {
	return [...stagesMap(doc)]
		.map(([id, item]) => ({
			id,
			order: readText(item, 'order'),
			title: readText(item, 'title'),
			startsOn: readOptionalText(item, 'startsOn'),
			endsOn: readOptionalText(item, 'endsOn')
		}))
		.sort(compareOrder)
}

/** Does nothing for an unknown stage. Stages are not added or deleted: the regulation fixes them (domain.md T53). */
export function editStage(doc: Y.Doc, id: string, fields: Partial<Pick<Stage, 'title' | 'startsOn' | 'endsOn'>>): void {
	const item = stagesMap(doc).get(id)
	if (item === undefined) return
	doc.transact(() => setFields(item, fields))
}
