"""The style sheet: some thirty rules over Fusion, made from the tokens and the size."""

from mgdesk.paths import resource
from mgdesk.ui.kit.theme import Look


def style_sheet(look: Look) -> str:
    """Qt's style sheet for a look. Kinds are set with `setProperty("kind", …)` by the kit's widgets."""
    t = look.tokens
    is_large = look.scale > 130  # what is large already need not stand out by its size
    tick = "tick-dark" if t.is_dark else "tick-light"

    def art(name: str) -> str:
        return resource("icons", "drawn", f"{name}.svg").as_posix()

    def px(length: float) -> str:
        return f"{round(length * look.scale / 100)}px"

    def points(times: float) -> str:
        return f"{look.points * times:.2f}pt"

    return f"""
QMainWindow, QDialog, QWidget#page {{ background: {t.ground}; }}
QLabel {{ background: transparent; }}
QLabel[kind="title"] {{ font-size: {points(1.4 if is_large else 1.8)}; font-weight: 600; }}
QLabel[kind="headline"] {{ font-size: {points(1.4)}; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: {points(1.05)}; font-weight: 600; }}
QLabel[kind="name"] {{ font-size: {points(1.15)}; font-weight: 600; }}
QLabel[kind="figure"] {{ font-size: {points(2.2)}; font-weight: 600; }}
QLabel[kind="muted"] {{ color: {t.muted}; }}
QLabel[kind="label"] {{ color: {t.muted}; font-weight: 500; }}
QLabel[kind="error"] {{ color: {t.bad}; }}
QLabel[kind="advice"] {{ color: {t.late}; }}
QLabel:disabled {{ color: {t.faint}; }}
QFrame[kind="card"] {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {px(12)}; }}
QFrame[kind="rail"] {{ background: {t.rail}; border: none; }}
QFrame[kind="demo"] {{ background: {t.demo}; border: none; }}
QFrame[kind="demo"] QLabel {{ color: {t.on_demo}; font-weight: 600; }}
QFrame[kind="banner"] {{ background: {t.bad_tint}; border: 1px solid {t.bad}; border-radius: {px(8)}; }}
QFrame[kind="banner"] QLabel {{ color: {t.bad}; }}
QFrame[kind="banner"][tone="late"] {{ background: {t.late_tint}; border-color: {t.late}; }}
QFrame[kind="banner"][tone="late"] QLabel {{ color: {t.late}; }}
QFrame[kind="banner"][tone="ok"] {{ background: {t.ok_tint}; border-color: {t.ok}; }}
QFrame[kind="banner"][tone="ok"] QLabel {{ color: {t.ok}; }}
QFrame[kind="banner"][tone="neutral"] {{ background: {t.neutral_tint}; border-color: {t.neutral}; }}
QFrame[kind="banner"][tone="neutral"] QLabel {{ color: {t.text}; }}
QFrame[kind="answer"] {{ border-radius: {px(12)}; border: 1px solid {t.line}; background: {t.card}; }}
QFrame[kind="answer"][tone="ok"] {{ background: {t.ok_tint}; border-color: {t.ok}; }}
QFrame[kind="answer"][tone="late"] {{ background: {t.late_tint}; border-color: {t.late}; }}
QFrame[kind="answer"][tone="bad"] {{ background: {t.bad_tint}; border-color: {t.bad}; }}
QFrame[kind="answer"][tone="neutral"] {{ background: {t.neutral_tint}; border-color: {t.neutral}; }}
QFrame[kind="answer"][tone="accent"] {{ background: {t.accent_tint}; border-color: {t.accent}; }}
QLabel[kind="answer-name"] {{ font-size: {points(1.5)}; font-weight: 600; }}
QLabel[kind="headline"][tone="ok"] {{ color: {t.ok}; }}
QLabel[kind="headline"][tone="late"] {{ color: {t.late}; }}
QLabel[kind="headline"][tone="bad"] {{ color: {t.bad}; }}
QLabel[kind="headline"][tone="accent"] {{ color: {t.accent}; }}
QFrame[kind="rule"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="toast"] {{ background: {t.toast}; border: none; border-radius: {px(8)}; }}
QFrame[kind="toast"] QLabel {{ color: {t.on_toast}; }}
QFrame[kind="toast"] QPushButton {{ background: transparent; border: 1px solid {t.on_toast};
  color: {t.toast_accent}; font-weight: 600; min-height: {px(30)}; }}
QFrame[kind="toast"] QPushButton:focus {{ border: 2px solid {t.toast_accent}; }}
QFrame[kind="drop"] {{ background: transparent; border: 2px dashed {t.border}; border-radius: {px(12)}; }}
QFrame[kind="drop"][hot="true"] {{ background: {t.accent_tint}; border-color: {t.accent}; }}

QPushButton, QToolButton {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border};
  border-radius: {px(8)}; padding: 0 {px(12)}; min-height: {px(34)}; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {{
  background: {t.accent_tint}; border-color: {t.accent}; color: {t.accent}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 0 {px(11)}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.faint}; border-color: {t.line}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent};
  border: 1px solid {t.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.neutral_tint}; color: {t.faint};
  border-color: {t.line}; }}
QPushButton[kind="danger"] {{ color: {t.bad}; border-color: {t.bad}; }}
QPushButton[kind="danger"]:hover {{ background: {t.bad_tint}; }}
QPushButton[kind="danger"]:disabled {{ color: {t.faint}; border-color: {t.line}; }}
QPushButton[kind="plain"], QToolButton[kind="plain"] {{ background: transparent;
  border: 1px solid transparent; }}
QPushButton[kind="plain"]:hover, QToolButton[kind="plain"]:hover {{ background: {t.hover}; }}
QPushButton[kind="plain"]:focus, QToolButton[kind="plain"]:focus {{ border: 2px solid {t.accent}; }}
QPushButton[kind="tile"] {{ border: 1px solid {t.line}; border-radius: {px(12)}; padding: 0;
  min-height: 0; text-align: left; }}
QPushButton[kind="tile"]:focus {{ border: 2px solid {t.accent}; padding: 0; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
  color: {t.accent}; font-weight: 500; }}
QPushButton[kind="link"]:hover {{ background: {t.hover}; }}
QPushButton[kind="link"]:disabled {{ color: {t.faint}; border-color: transparent; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {t.accent}; }}
QToolButton[kind="icon"] {{ background: transparent; border: 1px solid transparent; padding: 0;
  min-width: {px(32)}; min-height: {px(32)}; }}
QToolButton[kind="icon"]:hover {{ background: {t.hover}; }}
QToolButton[kind="icon"]:focus {{ border: 2px solid {t.accent}; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ background: {t.field}; color: {t.text};
  border: 1px solid {t.border}; border-radius: {px(8)}; padding: 0 {px(10)};
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: {px(36)}; }}
QPlainTextEdit {{ padding: {px(6)}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
  border: 2px solid {t.accent}; padding: 0 {px(9)}; }}
QPlainTextEdit:focus {{ padding: {px(5)}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: 2px solid {t.bad}; padding: 0 {px(9)}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color: {t.faint};
  border-color: {t.line}; }}
QLineEdit[kind="search"] {{ font-size: {points(1.15)}; min-height: {px(44)}; border-width: 2px;
  border-color: {t.border}; }}
QLineEdit[kind="search"]:focus {{ border-color: {t.accent}; padding: 0 {px(10)}; }}
QLineEdit[kind="cell"] {{ border-radius: 0; min-height: 0; padding: 0 {px(6)}; }}
QAbstractSpinBox, QAbstractSpinBox:focus {{ padding: 0; max-height: {px(36)}; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: none; min-height: 0;
  padding: 0; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 0px;
  border: 0px; }}
QComboBox::drop-down {{ border: none; width: {px(28)}; }}
QComboBox::down-arrow {{ image: url("{art("arrow-down")}"); width: {px(16)}; height: {px(16)}; }}
QComboBox QAbstractItemView {{ background: {t.card}; border: 1px solid {t.border};
  selection-background-color: {t.accent_tint}; selection-color: {t.text}; outline: none; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}; min-height: {px(32)}; background: transparent; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(18)}; height: {px(18)};
  background: {t.field}; border: 1px solid {t.border}; border-radius: {px(4)}; }}
QRadioButton::indicator {{ border-radius: {px(10)}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.accent}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
  image: url("{art(tick)}"); }}
QRadioButton::indicator:checked {{ border: {px(6)} solid {t.accent}; width: {px(8)}; height: {px(8)}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {t.line}; }}

QTableView {{ background: {t.card}; border: none; outline: none; gridline-color: {t.line};
  selection-background-color: {t.accent_tint}; selection-color: {t.text}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {t.card}; color: {t.muted}; border: none;
  border-bottom: 1px solid {t.line}; padding: {px(6)} {px(12)}; font-weight: 500; }}
QHeaderView::section:hover {{ color: {t.text}; }}
QHeaderView::down-arrow {{ image: url("{art("arrow-down")}"); width: {px(14)}; height: {px(14)}; }}
QHeaderView::up-arrow {{ image: url("{art("arrow-up")}"); width: {px(14)}; height: {px(14)}; }}
QTableCornerButton::section {{ background: {t.card}; border: none; }}
QListView {{ background: {t.card}; border: none; outline: none; }}

QTabBar {{ background: transparent; border: none; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; padding: {px(8)} {px(12)};
  border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; font-weight: 600; }}
QTabBar::tab:selected:focus {{ background: {t.accent_tint}; }}
QTabBar::scroller {{ width: {px(56)}; }}
QTabBar::tear {{ image: none; width: 0; }}
QTabBar QToolButton::left-arrow {{ image: url("{art("arrow-left")}"); }}
QTabBar QToolButton::right-arrow {{ image: url("{art("arrow-right")}"); }}
QTabBar QToolButton::left-arrow, QTabBar QToolButton::right-arrow {{ width: {px(16)};
  height: {px(16)}; }}
QTabBar QToolButton {{ background: {t.ground}; border: none; border-radius: 0; padding: 0;
  min-width: {px(28)}; min-height: {px(28)}; }}
QTabWidget::pane {{ border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget#scrolled, QStackedWidget#pages {{
  background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}; margin: 0; }}
QScrollBar::handle {{ background: {t.border}; border-radius: {px(2)}; margin: {px(3)};
  min-height: {px(32)}; min-width: {px(32)}; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {t.neutral_tint}; border: none; border-radius: {px(3)};
  max-height: {px(6)}; min-height: {px(6)}; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {px(3)}; }}
QMenuBar {{ background: {t.rail}; padding: {px(2)}; }}
QMenuBar::item {{ background: transparent; padding: {px(5)} {px(10)}; border-radius: {px(6)}; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.card}; border: 1px solid {t.border}; padding: {px(4)}; }}
QMenu::item {{ padding: {px(7)} {px(28)}; border-radius: {px(6)}; }}
QMenu::item:selected {{ background: {t.accent_tint}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)} {px(8)}; }}
QStatusBar {{ background: {t.rail}; color: {t.muted}; padding: 0 {px(10)}; }}
QStatusBar::item {{ border: none; }}
QToolTip {{ background: {t.toast}; color: {t.on_toast}; border: none; padding: {px(6)}; }}
"""
