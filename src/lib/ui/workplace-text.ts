import { aboutText } from './about-text.ts'
import { m } from '#lib/paraglide/messages.js'

/** «Директор · Лицей № 2», or that nobody has said. */
export function workplaceText({ post, organisation }: { post: string; organisation: { name: string } | null }): string {
	return aboutText([post, organisation?.name]) || m.people_workplace_unknown()
}
