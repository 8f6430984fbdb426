import type { TemplateKind } from './kinds.ts'
import { parseTemplate, type Line } from './parse-template.ts'
import { vocabularyOf } from './placeholders.ts'
import { shippedTemplates } from './shipped-templates.ts'

/**
 * The municipality's own wording, or the shipped one. `isUnreadable`: its own was saved by another version and cannot be read by
 * this one.
 */
export function templateOf(
	kind: TemplateKind,
	own: string | undefined
): { lines: readonly Line[]; isUnreadable: boolean } {
	const vocabulary = vocabularyOf(kind)
	const parsed = own === undefined ? null : parseTemplate(own, vocabulary)
	if (parsed?.ok === true) return { lines: parsed.lines, isUnreadable: false }
	const shipped = parseTemplate(shippedTemplates[kind], vocabulary)
	return { lines: shipped.ok ? shipped.lines : [], isUnreadable: parsed !== null }
}
