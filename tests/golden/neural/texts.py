"""Texts for the BERTScore goldens, and the words of their vocabulary."""

WORDS = """
the a no of in is and with on there mild right left lower upper lobe lung chest x ray shows opacity pleural effusion
pneumonia consolidation normal heart size mediastinal contour acute finding impression brain mass edema ventricle
fracture bone tissue contrast image patient nodule hepatic renal disease small large bilateral interval change evidence
don t can not s re ve m
""".split()

LONG_REPORT = " ".join(
    f"Finding {number}: mild opacity in the {'left' if number % 2 else 'right'} lower lobe, interval change {number}."
    for number in range(60)
)

# [response, reference answer]
PAIRS = [
    ("No acute finding.", "No acute finding."),
    ("There is a small right pleural effusion.", "Small pleural effusion on the right with mild consolidation."),
    ("normal chest x-ray", "Large mass in the left upper lobe, with edema and effusion."),
    ("B", "B"),
    ("A", "C"),
    ("", "No acute finding."),
    ("No acute finding.", ""),
    ("", ""),
    ("   ", "   "),
    # Words that the vocabulary lacks vanish: [UNK] is a special token, and decoding skips those.
    ("ψψψ no finding ψψψ", "no finding"),
    ("ψψψ", "no finding"),
    ("The [SEP] heart size [MASK] is normal [CLS]", "The heart size is normal"),
    # Apostrophes are joined by the decoder's clean-up.
    ("patient don't can't it's we're", "the patient does not ; don ' t can n't , it ' s"),
    ("foo n't bar 's ( left ) .", "foo n't bar's (left)."),
    ("ŒDÈME à gauche, opacité µ 37 °C", "OEDEME a gauche opacite 37 C"),
    ("肺炎 pneumonia 肺", "pneumonia 肺炎"),
    ("Mass 3.5 x 2.1 cm; 12% contrast. (See image #4!)", "A mass of 3.5 cm x 2.1 cm, contrast 12 %"),
    ("## heading ##ing ##al", "heading"),
    ("tab\tand\nnewline\u00a0space\u200bzero\u00adsoft", "tab and newline space zero soft"),
    ("İstanbul ΣΑΣ ﬁnding 🩻", "istanbul finding"),
    ("a" * 120 + " left", "left"),
    ("FINDINGS: The heart size is normal. IMPRESSION: No acute disease.", LONG_REPORT),
    (LONG_REPORT, LONG_REPORT + " bilateral renal disease"),
    (LONG_REPORT.replace("opacity", "nodule"), LONG_REPORT.upper()),
]
