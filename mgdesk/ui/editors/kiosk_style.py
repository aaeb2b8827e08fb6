"""How the kiosk is dressed: sizes follow the screen, not the desk's own size; colours are the desk's."""

from mgdesk.ui.kit import theme


def kiosk_style(unit: float) -> str:
    """The rules for a screen on which `unit` pixels are one point of a 1024 × 600 screen."""
    t = theme.tokens()

    def px(length: float) -> str:
        return f"{round(length * unit)}px"

    return f"""
QWidget#kiosk {{ background: {t.ground}; }}
QLabel {{ font-size: {px(18)}; color: {t.text}; }}
QLabel[kind="huge"] {{ font-size: {px(40)}; font-weight: 600; padding: {px(8)} 0 0 0; }}
QLabel[kind="large"] {{ font-size: {px(24)}; }}
QLabel[kind="campus"] {{ font-size: {px(18)}; font-weight: 600; color: {t.muted}; }}
QLabel[kind="typed"] {{ font-size: {px(30)}; font-weight: 600; background: {t.field};
  border: 2px solid {t.accent}; border-radius: {px(10)}; padding: 0 {px(16)};
  min-height: {px(54)}; max-height: {px(54)}; }}
QLabel[tone="ok"] {{ color: {t.ok}; }}
QLabel[tone="late"] {{ color: {t.late}; }}
QLabel[tone="bad"] {{ color: {t.bad}; }}
QLabel[tone="accent"] {{ color: {t.accent}; }}
QPushButton {{ font-size: {px(18)}; min-height: {px(48)}; padding: 0 {px(16)};
  border-radius: {px(10)}; background: {t.card}; color: {t.text}; border: 1px solid {t.border}; }}
QPushButton:pressed {{ background: {t.accent_tint}; }}
QPushButton:focus {{ border: 3px solid {t.accent}; padding: 0 {px(16)}; }}
QPushButton[kind="key"] {{ font-size: {px(24)}; min-height: 48px; padding: 0; }}
QPushButton[kind="main"] {{ font-size: {px(28)}; min-height: {px(84)}; font-weight: 600;
  background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton[kind="main"]:focus {{ border: 3px solid {t.text}; }}
QPushButton[kind="big"] {{ font-size: {px(24)}; min-height: {px(64)}; }}
QPushButton[kind="chosen"] {{ background: {t.accent_tint}; border-color: {t.accent};
  color: {t.accent}; font-weight: 600; }}
"""
