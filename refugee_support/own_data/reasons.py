"""Why something is not in a copy, in a German sentence that stands in it."""

from refugee_support import own_data

SENTENCES = {
	own_data.OTHERS: "Rechte anderer Personen stehen dagegen (Art. 15 Abs. 4 DSGVO).",
	"Statement Made in Confidence": "Jemand anderes hat dies vertraulich mitgeteilt (§ 29 Abs. 1 Satz 2 BDSG, Art. 15 Abs. 4 DSGVO).",
	"Somebody Could Be Harmed": "Einer anderen Person könnte daraus Schaden entstehen (Art. 15 Abs. 4 DSGVO).",
	own_data.STAFF: "Namen und Konten von Menschen, die hier arbeiten (Art. 15 Abs. 4 DSGVO; EuGH vom 22.6.2023, C-579/21).",
	own_data.TECHNICAL: "Wird vom Programm nur zur Sicherung und Nachvollziehbarkeit geführt (§ 34 Abs. 1 Nr. 2 BDSG).",
	own_data.UNCERTAIN: "Protokolle des Programms, in denen Name oder Nummer vorkommen; sie können auch eine andere Person dieses Namens meinen (§ 34 Abs. 1 Nr. 2 BDSG, Art. 15 Abs. 4 DSGVO).",
	own_data.UNREADABLE: "Aus Ihren Angaben berechnete Suchschlüssel, die niemand liest und die sonst nichts aussagen.",
	own_data.NOT_PROVIDED: "Hier entstanden, nicht von Ihnen bereitgestellt (Art. 20 Abs. 1 DSGVO). Eine Auskunft nach Art. 15 enthält es.",
	own_data.EARLIER: "Frühere Auskünfte, die Sie schon erhalten haben.",
	own_data.MISSING: "Die Datei ist auf dem Server nicht mehr vorhanden.",
}


def sentence_for(reason: str) -> str:
	return SENTENCES.get(reason) or SENTENCES[own_data.OTHERS]
