import { expect, it } from 'vitest'
import { arkady, beginByOrder, beginStory, elena, irina, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { editionLinkWords, putQuestion, replacementOf } from './editions.ts'

it('[T44] an approved edition holds until the next one is approved, and the one being signed is compared with it', () => {
	const story = beginStory()
	beginByOrder(story)
	const putForward = (hash: string) => {
		story.facts.planHash = hash
		story.sayAll([irina, raise({ type: 'edition', hash })])
		return story.lastId()
	}
	const approve = (id: string) => story.sayAll([viktor, sign(id)], [elena, sign(id)], [arkady, sign(id)])
	const linkOf = (id: string) => {
		const raised = story.ledger().matters.find((one) => one.id === id)
		return raised && editionLinkWords(story.ledger(), raised)
	}

	const first = putForward('a'.repeat(64))
	expect(linkOf(first)).toBe('Что утверждается')
	approve(first)
	const second = putForward('b'.repeat(64))
	expect(linkOf(second)).toBe('Сравнить с редакцией 1')
	expect(linkOf(first)).toBe('Редакции программы')
	expect(replacementOf(story.ledger(), first)).toBeNull()
	approve(second)
	expect(replacementOf(story.ledger(), first)).toMatchObject({ id: second, number: 2 })
	expect(replacementOf(story.ledger(), second)).toBeNull()
})

it('[T44] Ирина is told before she puts a plan forward that she signs it, who signs after her, and what it replaces', () => {
	const question = (people: string, openHash: string | null) =>
		putQuestion({ signersAfter: () => people, ownName: 'Ирина' }, 'mentee', { hash: 'a', openHash })
	const signed = 'Вы сразу подписываете план, каким он есть сейчас.'
	expect(question('Виктор, начальник', null)).toBe(`${signed}\nЗатем подпишут: Виктор, начальник.`)
	expect(question('Ирина', null)).toBe(signed)
	expect(question('Виктор', 'b')).toMatch(/^Прежняя редакция снимается .*\nВы сразу .*\nЗатем подпишут: Виктор\.$/)
})
