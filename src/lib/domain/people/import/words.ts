/** The words of closed lists as tables have them, the one that is written out first. Russian whatever the screens speak: so are the tables. */
import type { OrganisationLevel } from '../organisation.ts'
import type { ContestLevel, MentoringForm, OrganisationKind, Standing } from '../../regulation/schema.ts'
import type { Contest } from '../mentor-entry.ts'

type Words<Value extends string> = Readonly<Record<Value, readonly string[]>>

export const formWords: Words<MentoringForm> = {
	traditional: ['традиционная', 'традиционное', 'один на один', 'индивидуальная', 'традиционное (один на один)'],
	group: ['групповая', 'групповое', 'в группе'],
	virtual: ['виртуальная', 'виртуальное', 'дистанционная', 'дистанционное', 'дистанционно', 'онлайн'],
	'short-term': ['краткосрочная', 'краткосрочное', 'целеполагающая', 'краткосрочная или целеполагающая'],
	situational: ['ситуационная', 'ситуационное', 'по запросу'],
	speed: ['скоростная', 'скоростное', 'однократная встреча'],
	reverse: ['реверсивная', 'реверсивное']
}

export const kindWords: Words<OrganisationKind> = {
	school: ['школа', 'общеобразовательная организация', 'сош', 'гимназия', 'лицей', 'оо'],
	preschool: ['детский сад', 'дошкольная организация', 'доу', 'доо', 'дошкольное учреждение'],
	additional: ['дополнительное образование', 'организация дополнительного образования', 'удо', 'удод'],
	college: ['колледж', 'техникум', 'спо', 'профессиональная организация'],
	university: ['вуз', 'университет', 'институт', 'организация высшего образования'],
	psychological: ['психолого-педагогический центр', 'центр диагностики и консультирования', 'цппмс'],
	authority: ['орган управления', 'департамент', 'управление образования', 'отдел образования'],
	methodical: ['методический центр', 'имц', 'информационно-методический центр'],
	enterprise: ['предприятие', 'работодатель']
}

export const levelWords: Words<OrganisationLevel> = {
	municipal: ['муниципальный', 'муниципальная', 'город', 'район'],
	regional: ['региональный', 'региональная', 'областной', 'краевой'],
	federal: ['федеральный', 'федеральная', 'всероссийский']
}

/** domain.md D9–D11, T33, D3 */
export const standingWords: Words<Standing> = {
	effective: ['эффективная'],
	resilient: ['резильентная'],
	ineffective: ['неэффективная'],
	failing: ['несправляющаяся'],
	'stably-high': ['стабильно высокие результаты'],
	'stably-low': ['стабильно низкие результаты'],
	'at-risk': ['зона риска', 'в зоне риска'],
	'low-results': ['низкие результаты', 'шнор', 'школа с низкими образовательными результатами'],
	'difficult-conditions': ['сложные социальные условия', 'шссу']
}

export const contestLevelWords: Words<ContestLevel> = {
	municipal: ['муниципальный', 'городской', 'районный'],
	regional: ['региональный', 'областной', 'краевой'],
	national: ['всероссийский', 'национальный', 'федеральный']
}

export const placeWords: Words<Contest['place']> = {
	winner: ['победитель', 'победа', '1 место', 'i место'],
	prize: ['призёр', '2 место', '3 место', 'ii место', 'iii место'],
	laureate: ['лауреат', 'дипломант'],
	participant: ['участник', 'участие']
}
