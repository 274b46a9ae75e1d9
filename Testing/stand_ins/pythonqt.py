"""Gives the classes of PySide6 the manners that PythonQt has inside Slicer, in place, so that also objects made by C++
or a ``.ui`` file have them.

What panel code may do both here and in Slicer works; what only one of the two would accept raises:

- a property is read as an attribute (``label.text``) or with ``property("text")``; ``label.text()`` fails, and so does
  assigning to it;
- no unknown attribute on an object of Qt's own class; a Python subclass may carry some;
- no keyword arguments, neither in constructors nor in methods;
- texts are ``str``: ``setText(None)`` would show "None" in Slicer;
- lists come back as tuples; a ``QByteArray`` is read with ``data()`` only;
- an object that C++ has destroyed raises ValueError;
- signals as in ``signals.py``.

Not reproduced: ``widget.enabled``, ``button.checked`` and other properties whose C++ getter has another name can be
read in Slicer and not here (the methods ``isEnabled()``, ``isChecked()`` work in both); enums are not ints here; and
names that came with Qt 6 exist here.
"""

from __future__ import annotations

import contextlib
import ctypes
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from . import signals

MODULES = (QtCore, QtGui, QtWidgets)
WRAPPED = type(QtCore.QObject)  # the metaclass of all that PySide6 wraps

# Overloads that Qt 5, and so PythonQt, puts first.
SENT = {("QProcess", "finished"): 1}

# Setters whose last argument is a text.
TEXT_SETTERS = {
    *(
        "appendPlainText",
        "insertPlainText",
        "setCurrentText",
        "setDetailedText",
        "setFormat",
        "setHtml",
        "setInformativeText",
        "setItemText",
        "setLabelText",
    ),
    *(
        "setObjectName",
        "setPlaceholderText",
        "setPlainText",
        "setPrefix",
        "setStatusTip",
        "setStyleSheet",
        "setSuffix",
        "setTabText",
        "setText",
        "setTitle",
    ),
    *("setToolTip", "setWhatsThis", "setWindowTitle"),
}

# These wait for the user, and nobody is there; PythonQt returns the chosen path, or a tuple of them, without the
# filter.
WAITING = {
    "QFileDialog": ("exec", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    "QMessageBox": ("exec", "about", "critical", "information", "question", "warning"),
    "QInputDialog": ("exec", "getText", "getInt", "getDouble", "getItem", "getMultiLineText"),
}

_plain: set[type] = set()
_properties: dict[type, set[str]] = {}  # names of the properties that each class adds
_loading_ui: list[bool] = []


def _apply() -> None:
    """Change the classes of PySide6: when this module is imported, before any stand-in derives from them."""
    _keep_constants()
    classes = {
        value for module in MODULES for name in dir(module) if isinstance(value := getattr(module, name), WRAPPED)
    }
    for cls in classes:
        _plain.add(cls)
        _adapt(cls)
    for cls in (cls for cls in classes if issubclass(cls, QtCore.QObject)):
        _adapt_properties(cls)
    _adapt_single_classes()


def _keep_constants() -> None:
    """Let None, True and False live: PySide6 6.12 drops a reference to what it returns, as if it could not die, which
    is so from Python 3.12 on.
    """
    if sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


class Property(QtCore.Property):
    """A property of Qt that a stand-in declares: read as an attribute, set with its setter or ``setProperty``."""

    def __init__(
        self, kind: type | str, read: Callable[[Any], Any], write: Callable[[Any, Any], None] | None = None
    ) -> None:
        super().__init__(kind, read, write)
        self._read = read

    def __get__(self, instance: Any, owner: type) -> Any:
        return self if instance is None else checked(self._read, instance)


def plain(cls: type) -> type:
    """Decorator of a stand-in for a C++ class: as strict as Qt's own. Names with a leading underscore are its
    implementation's.
    """
    _plain.add(cls)
    _properties[cls] = {name for name, value in vars(cls).items() if isinstance(value, Property)}
    for name, value in list(vars(cls).items()):
        if inspect.isfunction(value) and not name.startswith("_") and getattr_static(cls.__base__, name) is None:
            setattr(cls, name, Method(value, name))
        if type(value) is QtCore.Signal:  # isinstance() with this type breaks the count of references to True and False
            setattr(cls, name, signals.Signal(value, name, _sent(cls, name)))
    return cls


def is_plain(cls: type) -> bool:
    """Whether ``cls`` is, or stands for, a class of C++."""
    return cls in _plain


class Method:
    """A method of C++: positional arguments only, a tuple for each list."""

    def __init__(self, native: Any, name: str) -> None:
        self.native, self.__name__ = native, name

    def __get__(self, instance: Any, owner: type) -> BoundMethod:
        return BoundMethod(self.native.__get__(instance, owner), instance, self.__name__)


class BoundMethod:
    """A method of C++ of one object. Two of the same object are equal, so that ``disconnect`` finds what ``connect``
    was given.
    """

    def __init__(self, native: Callable[..., Any], instance: Any, name: str) -> None:
        self.native, self.__self__, self.__name__ = native, instance, name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundMethod) and self.__self__ is other.__self__ and self.__name__ == other.__name__

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__name__))

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if keywords:
            raise ValueError(f"{self.__name__}: PythonQt takes no keyword arguments, got {', '.join(keywords)}")
        if self.__name__ in TEXT_SETTERS and arguments and not isinstance(arguments[-1], str):
            raise TypeError(f"{self.__name__} needs a str, got {arguments[-1]!r}; PythonQt would show its repr")
        return checked(self.native, *arguments)


def checked(native: Callable[..., Any], *arguments: Any) -> Any:
    """Call C++; a destroyed object raises ValueError, a list becomes a tuple."""
    try:
        answer = native(*arguments)
    except RuntimeError as error:
        if "already deleted" in str(error):
            raise ValueError(f"Trying to call a method on a destroyed object: {error}") from error
        raise
    return tuple(answer) if type(answer) is list else answer


def _adapt(cls: Any) -> None:
    """Constructor, methods, signals and attributes of one class."""
    is_object = issubclass(cls, QtCore.QObject)
    for name, value in list(vars(cls).items()):
        if type(value) is QtCore.Signal:  # isinstance() with this type breaks the count of references to True and False
            setattr(cls, name, signals.Signal(value, name, _sent(cls, name)))
        elif not name.startswith("__") and (
            type(value).__name__ == "method_descriptor" or isinstance(value, staticmethod)
        ):
            setattr(cls, name, Method(value, name))
    if "__init__" in vars(cls):
        cls.__init__ = _positional(cls.__init__)
    cls.__setattr__ = _set_object_attribute if is_object else _set_value_attribute


def _sent(cls: Any, name: str) -> int:
    """Arguments that PythonQt delivers for the signal: those of its fullest overload, with the exceptions in
    ``SENT``.
    """
    methods = [cls.staticMetaObject.method(index) for index in range(cls.staticMetaObject.methodCount())]
    counts = [method.parameterCount() for method in methods if method.name().data().decode() == name]
    return SENT.get((cls.__name__, name), max(counts, default=0))


def _positional(native: Callable[..., None]) -> Callable[..., None]:
    def construct(self: Any, *arguments: Any, **keywords: Any) -> None:
        if keywords:
            raise ValueError(f"{type(self).__name__}: PythonQt takes no keyword arguments, got {', '.join(keywords)}")
        native(self, *arguments)

    return construct


def _set_object_attribute(self: Any, name: str, value: Any) -> None:
    """Attributes of an object of Qt: refused, except those that a Python subclass adds."""
    cls = type(self)
    if isinstance(value, QtCore.SignalInstance):  # PySide6 would keep its bound signals in the object, before ours
        return
    if _loading_ui and isinstance(value, QtWidgets.QWidget) and not name.startswith("_"):
        return
    if any(name in _properties.get(base, ()) for base in cls.__mro__):
        raise AttributeError(
            f"{cls.__name__}.{name} is a property of Qt: use its setter method, PySide6 would only make a Python "
            "attribute"
        )
    if is_plain(cls) and not (name.startswith("_") and not cls.__module__.startswith("PySide6")):
        raise AttributeError(
            f"{cls.__name__} has no attribute {name}: PythonQt lets only a Python subclass carry its own"
        )
    _store(self, name, value)


def _set_value_attribute(self: Any, name: str, value: Any) -> None:
    """Attributes of a value such as QColor: public members of the C++ class only."""
    if is_plain(type(self)) and not hasattr(getattr_static(type(self), name), "__set__"):
        raise AttributeError(f"{type(self).__name__} has no attribute {name}")
    _store(self, name, value)


def _store(self: Any, name: str, value: Any) -> None:
    """What ``object.__setattr__`` does; Python refuses to apply that one to classes of C++."""
    descriptor = getattr_static(type(self), name)
    if hasattr(descriptor, "__set__"):
        descriptor.__set__(self, value)
    else:
        self.__dict__[name] = value


def _adapt_properties(cls: Any) -> None:
    """Make each Qt property of ``cls`` whose getter has its name an attribute."""
    meta = cls.staticMetaObject
    _properties[cls] = {meta.property(index).name() for index in range(meta.propertyOffset(), meta.propertyCount())}
    for name in _properties[cls]:
        getter = getattr_static(cls, name)
        if isinstance(getter, Method) and not isinstance(getter.native, staticmethod):
            setattr(cls, name, property(_reader(getter.native)))


def getattr_static(cls: type, name: str) -> Any:
    """What the class or a base of it holds under ``name``, unbound."""
    return next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)


def _reader(native: Any) -> Callable[[Any], Any]:
    return lambda self: checked(native, self)


def _adapt_single_classes() -> None:
    """What PythonQt or Slicer changes in one class."""
    qobject: Any = QtCore.QObject
    qobject.__getattribute__ = (
        object.__getattribute__
    )  # PySide6's own returns its connect() and disconnect() whatever the class says
    qobject.connect = signals.connect_by_signature
    qobject.disconnect = signals.disconnect_by_signature
    qobject.name = property(lambda self: self.objectName)
    qobject.className = lambda self: self.metaObject().className()

    timer: Any = QtCore.QTimer
    waiting: set[Any] = set()

    def single_shot(milliseconds: int, receiver: Any, slot: str | None = None) -> None:
        """Slicer's own: ``(ms, callable)`` or ``(ms, object, "slot()")``. Never fires when called from a Python
        thread.
        """
        called = receiver if slot is None else getattr(receiver, slot.partition("(")[0])
        clock = timer()
        clock.setSingleShot(True)

        def fire() -> None:
            waiting.discard(clock)
            clock.timeout.disconnect()  # or this function would keep the timer, and the timer this function
            signals.deliver(called, ())

        clock.timeout.connect(fire)
        waiting.add(clock)
        clock.start(milliseconds)

    timer.singleShot = staticmethod(single_shot)

    def unsupported(self: Any, *_: Any) -> Any:
        raise TypeError("PythonQt reads a QByteArray with data() only")

    byte_array: Any = QtCore.QByteArray
    for name in ("__bytes__", "__len__", "__getitem__", "__iter__", "__contains__"):
        setattr(byte_array, name, unsupported)

    settings: Any = QtCore.QSettings
    native_value = vars(settings)["value"].native

    def value(self: Any, key: str, default: Any = None) -> Any:
        """Without PySide6's third argument for the type. A value that was never written is the default or None."""
        return checked(native_value, self, key, default)

    settings.value = value

    for class_name, names in WAITING.items():
        for name in names:
            setattr(getattr(QtWidgets, class_name), name, staticmethod(_waiting(f"{class_name}.{name}")))


def _waiting(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise RuntimeError(f"{name} would wait for the user: a test replaces it or what calls it")

    return refuse


@contextlib.contextmanager
def loading_ui() -> Iterator[None]:
    """While PySide6 loads a ``.ui`` file: its loader makes every child an attribute of the top widget, PythonQt's does
    not.
    """
    _loading_ui.append(True)
    try:
        yield
    finally:
        _loading_ui.clear()


_apply()
